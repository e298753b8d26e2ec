"""Instruction-tuned minus pretrained models: from the unadjusted difference to the adjusted one."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return an arrow for each benchmark, from the unadjusted to the adjusted difference."""
    base = alt.Chart(ROWS).encode(
        y=alt.Y("benchmark:N", title=None, sort=None, axis=alt.Axis(labelFontSize=13)),
        tooltip=[
            alt.Tooltip("benchmark:N"),
            alt.Tooltip("estimate_unadjusted:Q", title="unadjusted", format="+.1f"),
            alt.Tooltip("estimate:Q", title="at the same size and architecture", format="+.1f"),
            *low_and_high("ci_low", "ci_high", "95 % interval", "+.1f"),
            alt.Tooltip("n:Q", title="evaluations", format=","),
        ],
    )
    axis = alt.X("estimate:Q", title="instruction-tuned minus pretrained, percentage points")
    way = base.mark_rule(color=GREY, strokeWidth=1.5).encode(x=axis, x2="estimate_unadjusted:Q")
    interval = base.mark_rule(strokeWidth=7, color=BLUE, opacity=0.3).encode(
        x="ci_low:Q", x2="ci_high:Q"
    )
    unadjusted = base.mark_point(filled=True, size=80, opacity=1, color=GREY).encode(
        x="estimate_unadjusted:Q"
    )
    adjusted = base.mark_point(filled=True, size=110, opacity=1, color=BLUE).encode(x=axis)
    left = base.mark_text(align="left", dx=10, fontSize=13).encode(
        x="estimate_unadjusted:Q", text="unadjusted_label:N"
    )
    above = base.mark_text(align="left", dx=-6, dy=-14, fontSize=13, fontWeight=600).encode(
        x=axis, text="label:N"
    )
    zero = alt.Chart(ROWS).mark_rule(color=GREY, strokeDash=[3, 3]).encode(x=alt.datum(0))
    return layers(zero, interval, way, unadjusted, adjusted, left, above).properties(
        width=620, height=330
    )


FIGURE = Figure(
    title="Instruction-tuned minus pretrained models, January 2024",
    caption=(
        "Grey: difference in mean score. Blue: adjusted for size and architecture, with a 95 % "
        "interval clustered by base model."
    ),
    alternative="For each benchmark, an arrow from the unadjusted difference between "
    "instruction-tuned and pretrained models to the one adjusted for size and architecture.",
)
