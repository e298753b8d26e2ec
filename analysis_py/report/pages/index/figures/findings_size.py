"""The curves of size on all evaluations of January 2024 and on the rows the paper analysed."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import BLUE, VERMILLION
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.axes import average_line, ratio_axis, size_axis
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples

POPULATIONS = ("all evaluations", "the rows the paper analysed")


def chart() -> alt.FacetChart:
    """Return the curves of size on all rows of January 2024 and on those the paper analysed."""
    colour = alt.Color(
        "population:N",
        title=None,
        sort=POPULATIONS,
        scale=alt.Scale(domain=POPULATIONS, range=[BLUE, VERMILLION]),
        legend=alt.Legend(symbolType="stroke", symbolSize=300, symbolOpacity=1),
    )
    base = alt.Chart(ROWS).encode(x=size_axis(), color=colour)
    band = base.mark_area().encode(y=ratio_axis("relative_score_low"), y2="relative_score_high:Q")
    line = base.mark_line().encode(
        y=ratio_axis("relative_score"),
        strokeDash=alt.StrokeDash(
            "population:N",
            title=None,
            sort=POPULATIONS,
            scale=alt.Scale(domain=POPULATIONS, range=[[1, 0], [6, 3]]),
        ),
        tooltip=[
            alt.Tooltip("population:N"),
            alt.Tooltip("parameters_b:Q", title="billions of parameters", format=".3~g"),
            alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
        ],
    )
    return small_multiples(layers(average_line(), band, line), panels())


FIGURE = Figure(
    name="findings_size",
    title="Score over model size in January 2024",
    caption=(
        "Score relative to the average model. Solid: every evaluation of January 2024. Dashed: "
        "the rows that the paper analysed, cut off at an average of 52.68. Bands: pointwise 95 "
        "%."
    ),
    method=(
        "GAMM of log score over log size with random intercepts of architecture and base family. "
        "n is that of both curves, in this order."
    ),
    alternative="Six panels, one per benchmark: relative score over model size from 0.1 "
    "to 180 billion parameters, once for all evaluations of January 2024 and once for the "
    "rows the paper analysed.",
    chart=chart,
    paper_figure="Fig. 3",
)
