"""Every pair of scores in order, with intervals."""

import altair as alt

from analysis_py.report.encodings import BLUE, VERMILLION
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import zero_line
from analysis_py.report.shapes.expressions import TWO_LINES
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.labels import side_labels
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.series import colours, shapes

METHODS = ("scores", "ranks")


def chart() -> alt.LayerChart:
    """Return every pair with its correlation by both methods and their intervals."""
    base = alt.Chart(ROWS).encode(
        y=alt.Y(
            "pair:N",
            title=None,
            sort=alt.EncodingSortField(field="pearson", op="max", order="descending"),
            axis=alt.Axis(labelExpr=TWO_LINES, labelOffset=-13, grid=True, ticks=False),
        ),
        yOffset=alt.YOffset("method_name:N", sort=METHODS, scale=alt.Scale(paddingOuter=1)),
        color=colours("method_name", METHODS, [BLUE, VERMILLION]),
    )
    x = alt.X(
        "ci_low:Q", title="correlation", scale=alt.Scale(domainMax=1), axis=alt.Axis(format="~g")
    )
    intervals = base.mark_rule(strokeWidth=3).encode(x=x, x2="ci_high:Q")
    dots = base.mark_point(filled=True, size=55, opacity=1).encode(
        x="estimate:Q",
        shape=shapes("method_name", METHODS, ["circle", "diamond"]),
        tooltip=[
            alt.Tooltip("pair:N"),
            alt.Tooltip("method_name:N", title="of"),
            alt.Tooltip("estimate:Q", title="correlation", format="+.3f"),
            *low_and_high("ci_low", "ci_high", "95 % interval", "+.3f"),
        ],
    )
    names = side_labels(base, "method_name", "estimate", order="pearson", descending=True)
    return layers(zero_line(), intervals, dots, names).properties(width=620, height=660)


FIGURE = Figure(
    title="The pairs from strongest to weakest, with intervals",
    caption=(
        "Circle: correlation of the scores (Pearson). Diamond: of their ranks (Spearman). Lines: "
        "95 % intervals with rows treated as independent, which are too narrow."
    ),
    alternative="For each pair of benchmarks, sorted from the strongest, the correlation "
    "of scores and of ranks with 95 % intervals.",
    switches=(COHORT,),
    is_folded=True,
)
