"""Instruction-tuned minus pretrained models, counted in four ways."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, INK
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.axes import zero_line
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return the four differences of each benchmark, in a block for each board."""
    # the name of a board is above its block; beside it, it would take half of a phone's width
    names = alt.Axis(labelFontSize=13, ticks=False, labelExpr="replace(datum.label, /^.* $/, '')")
    rows = alt.Chart(ROWS).encode(
        y=alt.Y(
            "benchmark:N", title=None, sort=alt.EncodingSortField("place", op="min"), axis=names
        )
    )
    base = rows.encode(
        tooltip=[
            alt.Tooltip("cohort_name:N", title="population"),
            alt.Tooltip("benchmark:N"),
            alt.Tooltip("all_evaluations:Q", title="all evaluations", format="+.1f"),
            alt.Tooltip("each_base_once:Q", title="each base once", format="+.1f"),
            alt.Tooltip("size_and_generation:Q", title="equal size and generation", format="+.1f"),
            alt.Tooltip("own_base:Q", title="over the own base", format="+.1f"),
            *low_and_high("ci_low", "ci_high", "95 % interval", "+.1f"),
            alt.Tooltip("n_bases:Q", title="bases"),
            alt.Tooltip("is_significant:N", title="significant"),
        ],
    )
    axis = alt.X("own_base:Q", title="instruction-tuned minus pretrained, points")
    colour = alt.condition("datum.is_significant", alt.value(INK), alt.value(BLUE))
    every = base.mark_point(shape="circle", size=80, color=GREY, opacity=1).encode(
        x="all_evaluations:Q"
    )
    once = base.mark_point(shape="diamond", size=45, color=GREY, opacity=1).encode(
        x="each_base_once:Q"
    )
    equal = base.mark_tick(color=GREY, thickness=2, height=14, opacity=1).encode(
        x="size_and_generation:Q"
    )
    interval = base.mark_rule(strokeWidth=2).encode(x="ci_low:Q", x2="ci_high:Q", color=colour)
    own = base.mark_point(filled=True, size=110, opacity=1).encode(x=axis, color=colour)
    heading = rows.transform_filter("isValid(datum.heading)").mark_text(
        align="right", fontSize=13, fontWeight=600
    )
    heading = heading.encode(x=alt.value("width"), text="heading:N")
    return layers(zero_line(), every, once, equal, interval, own, heading).properties(
        width=620, height=400
    )


FIGURE = Figure(
    title="Instruction-tuned minus pretrained models, counted in four ways",
    caption=(
        "○ all evaluations · ◇ each base once · | equal size and generation · ● over the own base, "
        "with 95 % interval; dark where significant"
    ),
    alternative="For each benchmark of two leaderboards, the difference between instruction-tuned "
    "and pretrained models over all evaluations, counting each base once, at equal size and "
    "generation, and against their own base with its interval.",
)
