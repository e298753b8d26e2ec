"""Scores of quantised copies less those with 16 bits."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, INK
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.intervals import DIFFERENCE, intervals
from analysis_py.report.shapes.labels import row_labels
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.series import colours, shapes

_KINDS = ["4 bit", "8 bit", "other 16 bit"]


def chart() -> alt.LayerChart:
    """Return a row per benchmark with a mark and an interval per number of bits."""
    title = "percentage points"
    base = alt.Chart(ROWS).encode(
        y=alt.Y("benchmark_name:N", title=None, sort=alt.EncodingSortField("benchmark_order")),
        yOffset=alt.YOffset("kind:N", scale=alt.Scale(domain=_KINDS)),
        color=colours("kind", _KINDS, [BLUE, INK, GREY]),
        tooltip=[
            alt.Tooltip("benchmark_name:N", title="benchmark"),
            alt.Tooltip("kind:N", title="bits"),
            *DIFFERENCE,
            alt.Tooltip("n_pairs:Q", title="pairs"),
        ],
    )
    band = (
        alt.Chart(ROWS)
        .mark_rect(opacity=0.04, color=GREY)
        .encode(x=alt.X("min(margin_low):Q", title=title), x2=alt.X2("max(margin_pct):Q"))
    )
    zero = alt.Chart(ROWS).mark_rule(color=INK).encode(x=alt.datum(0))
    bars, marks = intervals(
        base, title, shape=shapes("kind", _KINDS, ["circle", "diamond", "square"])
    )
    names = row_labels(base, "kind", "ci_high", "benchmark_order")
    return layers(band, zero, bars, marks, names).properties(width=620, height=480)


FIGURE = Figure(
    title="Score minus that of the same weights with 16 bits, percentage points",
    caption=(
        "Mean over pairs of a run with fewer bits and one with 16 of the same weights, with 95 % "
        "intervals clustered by base family. Band: one point either way."
    ),
    method=(
        "Failed runs, at chance while their partner is not, are left out and counted in the "
        "table. Other 16 bit: float16 beside bfloat16, which is what a second run changes. "
        "Nobody assigned bits at random."
    ),
    alternative="Differences by benchmark, a mark and an interval for each number of bits.",
    switches=(Switch("snapshot_id", "Board"),),
)
