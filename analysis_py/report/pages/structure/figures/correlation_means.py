"""Mean correlation of each score with the others, by cohort."""

import altair as alt

from analysis_py.report.encodings import BLUE, VERMILLION
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.pages.structure.shared import METHOD
from analysis_py.report.shapes.axes import rows, zero_line
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.shapes.series import colours, shapes


def chart() -> alt.FacetChart:
    """Return the mean correlation of each score with the others, a panel per population."""
    kinds = ("TruthfulQA", "other benchmarks")
    base = (
        alt.Chart(ROWS)
        .transform_calculate(
            kind=f"datum.benchmark_name == '{kinds[0]}' ? '{kinds[0]}' : '{kinds[1]}'"
        )
        .encode(
            y=rows("benchmark_name", "benchmark_order", ticks=False, labelOverlap=False),
            color=colours("kind", kinds, [VERMILLION, BLUE]),
        )
    )
    ranges = base.mark_rule(strokeWidth=2, opacity=0.6).encode(
        x=alt.X("weakest:Q", title="correlation with the other scores"), x2="strongest:Q"
    )
    dots = base.mark_point(filled=True, size=80, opacity=1).encode(
        x="mean_correlation:Q",
        shape=shapes("kind", kinds, ["diamond", "circle"]),
        tooltip=[
            alt.Tooltip("benchmark_name:N", title="score"),
            alt.Tooltip("mean_correlation:Q", title="mean with the others", format="+.2f"),
            alt.Tooltip("weakest:Q", format="+.2f"),
            alt.Tooltip("strongest:Q", format="+.2f"),
        ],
    )
    return small_multiples(
        layers(zero_line(), ranges, dots), panels(order="cohort_order"), height=130
    ).properties(usermeta={"margin": 94})


FIGURE = Figure(
    title="Mean correlation of each score with the others, from −1 to 1",
    caption=(
        "Mean correlation of a score with all others of its population. Line: from its weakest "
        "to its strongest pair. Dotted: no correlation. Orange: TruthfulQA."
    ),
    alternative="One panel per population, one row per benchmark: the mean correlation "
    "with the other benchmarks, and the range from the weakest to the strongest.",
    switches=(METHOD,),
    default={"method_name": "scores"},
)
