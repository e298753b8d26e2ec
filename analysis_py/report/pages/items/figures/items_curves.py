"""Item curves: the share right over ability, of the most and the least suspect items."""

import altair as alt

from analysis_py.report.encodings import BLUE, VERMILLION
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.panels import panels


def chart() -> alt.FacetChart:
    """Return a panel per item with the answers as points and the curve of the item as a line."""
    base = alt.Chart().encode(
        x=alt.X("ability:Q", title="ability, standard deviations"),
        tooltip=[
            alt.Tooltip("label:N", title="item"),
            alt.Tooltip("ability:Q", title="ability of the group", format=".2f"),
            alt.Tooltip("share_right:Q", title="share correct", format=".0%"),
            alt.Tooltip("expected:Q", title="by the curve", format=".0%"),
            alt.Tooltip("n_evaluations:Q", title="models in the group"),
            alt.Tooltip("p_bad:Q", title="probability of being suspect", format=".2f"),
        ],
    )
    axis = alt.Axis(format="%", tickCount=3)
    line = base.mark_line(color=BLUE).encode(
        y=alt.Y("expected:Q", title="share correct", axis=axis)
    )
    dots = base.mark_point(filled=True, size=30, color=VERMILLION, opacity=0.8).encode(
        y=alt.Y("share_right:Q", title="share correct", axis=axis)
    )
    return (
        alt.layer(line, dots, data=ROWS)
        .properties(width=150, height=100)
        .facet(panels("label", order="place"), columns=3)
    )


FIGURE = Figure(
    title="What single items measure",
    caption=(
        "The six most suspect items and the three least suspect. Points: share correct in groups "
        "of similar ability. Line: item response curve. That of a sound item rises."
    ),
    method=(
        "With fewer than 200 models, slopes are shrunken and kept positive. A suspect item does "
        "not follow its curve."
    ),
    alternative=(
        "A small panel per item: points of the share right over ability, and a rising curve."
    ),
    switches=(Switch("benchmark_name", "Benchmark"),),
)
