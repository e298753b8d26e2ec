"""Score by model size (Fig. 3)."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ENGINE, ROWS, Figure
from analysis_py.report.pages.scale.shared import SIZE, heavy_stretches
from analysis_py.report.populations import ON_THE_PAPERS_ROWS
from analysis_py.report.shapes.axes import ratio_axis, size_axis
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.style import BLUE, GREY


def chart() -> alt.FacetChart:
    """Return the partial effect of size on each benchmark, with its band and its direction."""
    base = alt.Chart(ROWS).encode(x=size_axis())
    fifths = (
        alt.Chart(ROWS)
        .transform_filter("isValid(datum.fifth_pct)")
        .mark_rule(color=GREY, strokeDash=[2, 3])
        .encode(
            x="parameters_b:Q",
            tooltip=[
                alt.Tooltip("fifth_pct:Q", title="percent of the evaluations are smaller"),
                SIZE,
            ],
        )
    )
    fit = (
        alt.Chart(ROWS)
        .transform_filter("isValid(datum.fit)")
        .mark_text(align="right", baseline="bottom", dx=-4, dy=-3, fontSize=11)
        .encode(text="fit:N", x=alt.value("width"), y=alt.value("height"))
    )
    curve = base.transform_filter("!isValid(datum.fifth_pct)")
    band = curve.mark_area(color=BLUE).encode(
        y=ratio_axis("relative_score_low"), y2="relative_score_high:Q"
    )
    line = curve.mark_line(color=BLUE, strokeWidth=1.2, interpolate="monotone").encode(
        y=ratio_axis("relative_score"),
        tooltip=[
            SIZE,
            alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
            alt.Tooltip("relative_score_low:Q", title="95 % band, low", format=".3f"),
            alt.Tooltip("relative_score_high:Q", title="95 % band, high", format=".3f"),
            alt.Tooltip("trend:N", title="by the whole-curve band it"),
        ],
    )
    stretches = heavy_stretches(curve, ratio_axis("relative_score"))
    return small_multiples(layers(fifths, band, line, stretches, fit), panels())


FIGURE = Figure(
    name="size_curves",
    title="Score by model size, relative to the average model",
    caption="Partial effect of size in a GAMM of log score with a random intercept of the "
    "architecture, as a factor: at 2 the score is twice that of the average model. Shaded: "
    "pointwise 95 % band. Heavy: where the curve rises or (dashed) falls significantly, by a "
    "band that holds for the whole curve; REML only. Dotted verticals: the sizes that cut the "
    "evaluations into five equal parts. edf is how much a curve bends; 1 is a straight line. "
    "Both axes are logarithmic; sizes from 0.01 B on.",
    alternative="One panel per benchmark: a curve of relative score over model size with its "
    "band, heavier where it rises or falls significantly, and dotted lines at the fifths of "
    "the sizes.",
    chart=chart,
    switches=(COHORT, ENGINE),
    default={**ON_THE_PAPERS_ROWS, "engine": "reml"},
    paper_figure="Fig. 3",
)
