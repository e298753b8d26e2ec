"""Zero-shot scores by model size (Fig. 12)."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.axes import ratio_axis, size_axis
from analysis_py.report.shapes.effect_curves import evidence
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.style import BLUE, GREY


def chart() -> alt.FacetChart:
    """Return the partial effect of size on each zero-shot score, with its band.

    The panels share their y axis. Where the whole-curve band of the slope excludes zero, the line
    is heavy; where it does not, thin and dashed.
    """
    base = alt.Chart(ROWS).encode(x=size_axis(), y=ratio_axis("relative_score"))
    band = base.mark_area(color=BLUE).encode(
        y=ratio_axis("relative_score_low"), y2="relative_score_high:Q"
    )
    whole = base.mark_line(color=GREY, strokeWidth=1.5, strokeDash=[4, 3])
    sure = (
        base.transform_calculate(sure="datum.direction == 'neither' ? null : datum.relative_score")
        .mark_line(color=BLUE, strokeWidth=3, invalid="break-paths-filter-domains")
        .encode(
            y=ratio_axis("sure"),
            tooltip=[
                alt.Tooltip("panel:N", title="score"),
                alt.Tooltip("parameters_b:Q", title="billions of parameters", format=".3~g"),
                alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
                alt.Tooltip("relative_score_low:Q", title="95 % band, low", format=".3f"),
                alt.Tooltip("relative_score_high:Q", title="95 % band, high", format=".3f"),
                alt.Tooltip("growth_pct:Q", title="growth per doubling, %", format="+.1f"),
                alt.Tooltip("direction:N", title="by the whole-curve band"),
            ],
        )
    )
    firsts = alt.Chart(ROWS).transform_filter("isValid(datum.n_obs)")
    return small_multiples(
        layers(band, whole, sure, evidence(firsts)), panels(), y="shared", columns=2
    )


FIGURE = Figure(
    name="supplementary_size",
    title="How zero-shot scores change with model size",
    caption="Partial effect of size in a GAMM with a random intercept of the "
    "architecture; 1 is the average model, both axes are on log scales, and all"
    " panels share the y axis. Band: pointwise 95 %. The line is heavy where "
    "the score surely rises or falls, by a band of its slope that holds for the"
    " whole curve, and thin and dashed elsewhere.",
    alternative="Curves of relative score over model size, one panel per zero-shot benchmark.",
    chart=chart,
    paper_figure="Fig. 12",
)
