"""Suspect items: those whose answers speak against the printed key."""

import altair as alt

from analysis_py.report.encodings import GREY, VERMILLION
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return a point per item: the share right of all against that of the ablest third."""
    axis = alt.Axis(format="%", tickCount=6)
    base = alt.Chart(ROWS).encode(
        x=alt.X("share_right:Q", title="share correct, all models", axis=axis),
        y=alt.Y("share_right_able:Q", title="share correct, ablest third", axis=axis),
        tooltip=[
            alt.Tooltip("item:N", title="item"),
            alt.Tooltip("share_right:Q", title="correct, all", format=".0%"),
            alt.Tooltip("share_right_able:Q", title="correct, ablest third", format=".0%"),
            alt.Tooltip("p_bad:Q", title="probability of being suspect", format=".2f"),
            alt.Tooltip("fdr:Q", title="false discovery rate", format=".2f"),
            alt.Tooltip("n_evaluations:Q", title="models"),
            alt.Tooltip("n_clusters:Q", title="base families"),
        ],
    )
    scale = alt.Scale(domain=["sound", "suspect"], range=[GREY, VERMILLION])
    sound = base.transform_filter("datum.kind == 'sound'").mark_point(
        filled=True, size=18, opacity=0.4
    )
    suspect = base.transform_filter("datum.kind == 'suspect'").mark_point(
        filled=True, size=60, opacity=0.9, shape="diamond"
    )
    colour = alt.Color("kind:N", scale=scale, legend=None)
    # the easiest of them, in the midst of the sound ones
    name = (
        suspect.transform_filter("datum.kind === 'suspect'")
        .transform_window(rank="row_number()", sort=[alt.SortField("share_right", "descending")])
        .transform_filter("datum.rank === 1")
        .mark_text(align="left", dx=8, dy=8, fontSize=12)
        .encode(text="kind:N")
    )
    return layers(
        sound.encode(color=colour), suspect.encode(color=colour), name.encode(color=colour)
    ).properties(width=480, height=380)


FIGURE = Figure(
    title="Items that may have a wrong key",
    caption=(
        "A point per item: share correct of all models, and of the ablest third. Orange: suspect "
        "at the false discovery rate that is allowed. Many faulty items go undetected."
    ),
    method=(
        "Suspect: the answers are likelier if another option is right, or none, than under the "
        "printed key. To know whether the key is wrong, somebody has to read the question."
    ),
    alternative=(
        "Points along a rising diagonal; suspect items lie at the bottom left."
    ),
    switches=(Switch("benchmark_name", "Benchmark"),),
)
