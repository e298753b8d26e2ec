"""The correlation matrix of the scores (Fig. 5)."""

import altair as alt

from analysis_py.report.encodings import BLUE, VERMILLION
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.pages.structure.shared import METHOD
from analysis_py.report.shapes.axes import columns, rows, slanted_labels
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers
from analysis_py.report.style import CELL_OPACITY


def chart() -> alt.LayerChart:
    """Return the table of correlations: colour for the sign, its strength for the size."""
    base = alt.Chart(ROWS).encode(
        x=columns(
            "other_benchmark_name", "other_benchmark_order", **slanted_labels("width < 450")
        ).scale(paddingInner=0.04),
        y=rows(
            "label",
            "benchmark_order",
            domain=False,
            ticks=False,
            labelExpr="split(datum.label, '|')",
            labelOffset=-6,
        ).scale(paddingInner=0.04),
    )
    cells = (
        base.transform_calculate(strength="abs(datum.estimate)")
        .mark_rect(cornerRadius=3)
        .encode(
            color=alt.condition("datum.estimate < 0", alt.value(VERMILLION), alt.value(BLUE)),
            opacity=alt.Opacity(
                "strength:Q",
                scale=alt.Scale(domain=[0, 1], range=[0.02, CELL_OPACITY]),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("benchmark_name:N", title="score"),
                alt.Tooltip("other_benchmark_name:N", title="with"),
                alt.Tooltip("estimate:Q", title="correlation", format="+.3f"),
                *low_and_high("ci_low", "ci_high", "95 % interval", "+.3f"),
                alt.Tooltip("n_obs:Q", title="n", format=","),
            ],
        )
    )
    numbers = base.mark_text(
        fontSize=alt.ExprRef("width < 450 ? 13 : 15"), fontWeight="bold"
    ).encode(text=alt.Text("estimate:Q", format=".2f"))
    return layers(cells, numbers).properties(width=620, height=318)


FIGURE = Figure(
    title="Correlation of each pair of scores, from −1 to 1",
    caption=(
        "Correlation of the score on the left with the one above; n at its left. Blue: the two "
        "rise together. Orange: one falls as the other rises."
    ),
    method=(
        "Pearson's of scores, Spearman's of ranks. The stronger the colour, the stronger the "
        "correlation. The tooltip has the 95 % interval, which treats rows as independent."
    ),
    alternative="A square table of benchmarks by benchmarks with the correlation of each "
    "pair and the number of evaluations behind it.",
    switches=(COHORT, METHOD),
    default={"method_name": "scores"},
    paper_figure="Fig. 5",
)
