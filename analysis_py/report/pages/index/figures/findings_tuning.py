"""Instruction-tuned minus pretrained models: over all evaluations and over the own base."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, INK
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.axes import zero_line
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return the two differences of each benchmark, in a block for each board."""
    # the name of a board is above its block; beside it, it would take half of a phone's width
    names = alt.Axis(labelFontSize=13, ticks=False, labelExpr="replace(datum.label, /^.* $/, '')")
    rows = alt.Chart(ROWS).encode(
        y=alt.Y(
            "benchmark:N", title=None, sort=alt.EncodingSortField("place", op="min"), axis=names
        )
    )
    base = rows.encode(
        tooltip=[
            alt.Tooltip("benchmark:N"),
            alt.Tooltip("lead:Q", title="over all evaluations", format="+.1f"),
            alt.Tooltip("own_base:Q", title="over the own base", format="+.1f"),
            *low_and_high("ci_low", "ci_high", "95 % interval", "+.1f"),
        ],
    )
    axis = alt.X("own_base:Q", title="percentage points")
    colour = alt.condition("datum.is_significant", alt.value(INK), alt.value(BLUE))
    lead = base.mark_point(shape="circle", size=80, color=GREY, opacity=1).encode(x="lead:Q")
    interval = base.mark_rule(strokeWidth=2).encode(x="ci_low:Q", x2="ci_high:Q", color=colour)
    own = base.mark_point(filled=True, size=110, opacity=1).encode(x=axis, color=colour)
    heading = rows.transform_filter("isValid(datum.heading)").mark_text(
        align="right", fontSize=13, fontWeight=600
    )
    heading = heading.encode(x=alt.value("width"), text="heading:N")
    return layers(zero_line(), lead, interval, own, heading).properties(width=620, height=400)


FIGURE = Figure(
    title="Instruction-tuned minus pretrained models, percentage points",
    caption=(
        "○ over all evaluations · ● over their own base, with 95 % interval; dark where significant"
    ),
    alternative="For each benchmark of two leaderboards, how far instruction-tuned evaluations "
    "lead pretrained ones, and how far they are above their own base, with its interval.",
)
