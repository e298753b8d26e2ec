"""Score differences with and without reasoning, for the same model."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.axes import lined_axis
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return the two means of every benchmark, joined by a line."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="estimate", descending=True),
        tooltip=[
            alt.Tooltip("without_pct:Q", title="without reasoning, %", format=".1f"),
            alt.Tooltip("with_pct:Q", title="with reasoning, %", format=".1f"),
            alt.Tooltip("estimate:Q", title="difference, points", format="+.1f"),
            alt.Tooltip("share_positive:Q", title="share of models that gain", format=".0%"),
            alt.Tooltip("warning:N", title="read with care"),
        ],
    )
    scale = alt.Scale(domain=[0, 100])
    lines = base.mark_rule(strokeWidth=3, color=GREY).encode(
        x=alt.X("without_pct:Q", title="mean score, %", scale=scale), x2="with_pct:Q"
    )
    before = base.mark_point(filled=False, size=90, color=GREY, strokeWidth=2).encode(
        x="without_pct:Q"
    )
    after = base.mark_point(filled=True, size=90, color=BLUE, opacity=1).encode(x="with_pct:Q")
    gain = base.mark_text(align="left", dx=10, color=BLUE).encode(
        x="with_pct:Q", text=alt.Text("estimate:Q", format="+.0f")
    )
    return layers(lines, before, after, gain).properties(width=560, height=280)


FIGURE = Figure(
    title="Mean score of the same weights with and without reasoning, %",
    caption=(
        "Mean score of the models that were run in both modes: ring without reasoning, disc with "
        "it. The weights are the same, so size, data and date are too."
    ),
    method=(
        "The difference in points stands beside each pair. The developers are too few to say how "
        "much others would gain."
    ),
    alternative=(
        "Two means per benchmark joined by a line, without and with reasoning, with the "
        "difference beside."
    ),
)
