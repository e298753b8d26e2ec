"""Differences between tuned and pretrained models, unadjusted and adjusted."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import ADJUSTED, GREY, signs
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.expressions import TWO_LINES
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return the differences between tuned and pretrained models, unadjusted and adjusted."""
    order = alt.EncodingSortField(field="benchmark_order", op="min")
    kinds = ("adjusted for size and architecture", "unadjusted")
    base = alt.Chart(ROWS).encode(
        y=alt.Y("benchmark:N", title=None, sort=order, axis=alt.Axis(labelExpr=TWO_LINES))
    )
    axis = alt.X("estimate:Q", title="instruction-tuned minus pretrained, points")
    colours, shapes = signs(kinds)
    colour = alt.Color("kind:N", title=None, scale=colours)
    shape = alt.Shape("kind:N", title=None, scale=shapes)
    gap = base.mark_rule(color=GREY, strokeDash=[2, 3]).encode(x=axis, x2="estimate_unadjusted:Q")
    interval = base.mark_rule(strokeWidth=3, color=ADJUSTED.colour).encode(
        x="ci_low:Q", x2="ci_high:Q"
    )
    tooltip = [
        alt.Tooltip("estimate_unadjusted:Q", title="unadjusted", format="+.1f"),
        alt.Tooltip("estimate:Q", title="adjusted for size and architecture", format="+.1f"),
        alt.Tooltip("ci_low:Q", title="95 % interval, low", format="+.1f"),
        alt.Tooltip("ci_high:Q", title="95 % interval, high", format="+.1f"),
    ]
    adjusted = (
        base.transform_calculate(kind=f"'{kinds[0]}'")
        .mark_point(filled=True, size=90, opacity=1)
        .encode(x=axis, color=colour, shape=shape, tooltip=tooltip)
    )
    raw = (
        base.transform_calculate(kind=f"'{kinds[1]}'")
        .mark_point(filled=True, size=90, opacity=1)
        .encode(x="estimate_unadjusted:Q", color=colour, shape=shape, tooltip=tooltip)
    )
    zero = alt.Chart(ROWS).mark_rule(color=GREY).encode(x=alt.datum(0))
    return layers(zero, gap, interval, raw, adjusted).properties(width=560, height=210)


FIGURE = Figure(
    name="findings_tuning",
    title="Instruction-tuned against pretrained models in January 2024",
    caption="Difference in mean score on the evaluations of January 2024. Grey circle: "
    "unadjusted, which is what the paper tested. Blue diamond: at a common mix of sizes "
    "and architectures (analysis of covariance), with a 95 % interval that allows for "
    "fine-tunes sharing a base.",
    alternative="For each of six benchmarks, the difference between instruction-tuned and "
    "pretrained models unadjusted, and adjusted for size and architecture with its interval.",
    chart=chart,
)
