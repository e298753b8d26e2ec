"""Fit of the interplay models on scaled and unscaled scores."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import COHORT, ENGINE, ROWS, Figure
from analysis_py.report.pages.scaled.shared import LINES
from analysis_py.report.shapes.axes import rows
from analysis_py.report.shapes.expressions import TWO_LINES
from analysis_py.report.shapes.labels import side_labels
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.series import colours, shapes


def chart() -> alt.LayerChart:
    """Return per benchmark the explained deviance before and after scaling, joined by a line."""
    base = alt.Chart(ROWS).encode(
        y=rows("label", "benchmark_order", labelOverlap=False, labelExpr=TWO_LINES),
        tooltip=[
            alt.Tooltip("benchmark:N"),
            alt.Tooltip("unscaled_pct:Q", title="scores as they are, %", format=".1f"),
            alt.Tooltip("scaled_pct:Q", title="scaled scores, %", format=".1f"),
            alt.Tooltip("n_obs:Q", title="n", format=","),
        ],
    )
    base = base.transform_calculate(label="datum.benchmark + ' · n = ' + format(datum.n_obs, ',')")
    title = "deviance explained, %"
    bars = base.mark_rule(color=GREY, strokeWidth=2).encode(
        x=alt.X(
            "unscaled_pct:Q",
            title=title,
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(tickCount=6),
        ),
        x2="scaled_pct:Q",
    )
    values = (
        base.transform_fold(["scaled_pct", "unscaled_pct"], as_=["column", "value"])
        .transform_calculate(line=f"datum.column == 'unscaled_pct' ? '{LINES[1]}' : '{LINES[0]}'")
        .encode(color=colours("line", LINES, [BLUE, VERMILLION]))
    )
    points = values.mark_point(filled=True, size=110, opacity=1).encode(
        x=alt.X("value:Q", title=title),
        shape=shapes("line", LINES, ["circle", "diamond"]),
    )
    names = side_labels(values, "line", "value", order="benchmark_order")
    return layers(bars, points, names).properties(width=760, height=240)


FIGURE = Figure(
    title="What scaling does to the fit of the interplay models",
    caption=(
        "Share of the deviance of each log score that the other scores, size and architecture "
        "explain. Diamonds: scores as they are. Circles: both sides scaled."
    ),
    alternative="Pairs of dots per benchmark: explained deviance with and without scaling.",
    switches=(COHORT, ENGINE),
    default={"engine": "reml"},
    is_folded=True,
)
