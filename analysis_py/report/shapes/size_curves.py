"""Curves of a score over size: the sound one with its band, the paper's behind, the data below."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import BLUE, CLUSTERED, GREY, RAW, VERMILLION
from analysis_py.report.figure import ROWS
from analysis_py.report.shapes.axes import average_line, ratio_axis, size_axis
from analysis_py.report.shapes.layers import layers

#: What one observation is, in each of the two curves.
WAYS = ("one cluster per base model", "rows treated as independent")

#: What a curve does by the band for the whole of it.
TRENDS = ("rises", "falls", "neither", "not tested")

SIZE = alt.Tooltip("parameters_b:Q", title="billions of parameters", format=".3~g")

#: In words, for captions.
HOW_TO_READ = (
    "1 is the average model; both axes are logarithmic. Dark: clustered by base model, heavy "
    "where it rises or (dashed) falls significantly. Thin, dashed: rows treated as "
    "independent. Dots: evaluations."
)

_COLOURS = (CLUSTERED.colour, RAW.colour, BLUE, VERMILLION, "transparent", "transparent")
_DASHES = ([1, 0], [4, 3], [1, 0], [4, 2], [1, 0], [1, 0])


def size_curves() -> alt.LayerChart:
    """Return one panel of rows that are points of a curve (``way``) or bins of data (``n_bin``).

    A row of a curve has ``relative_score`` and its band; ``stretch`` numbers the parts of the
    clustered curve between which ``trend`` changes. ``named`` is what the first panel
    says of the dashed curve.
    """
    base = alt.Chart(ROWS).encode(x=size_axis())
    bins = (
        base.transform_filter("isValid(datum.n_bin)")
        .mark_point(color=GREY, filled=True, opacity=0.35)
        .encode(
            y=ratio_axis("relative_score"),
            size=alt.Size("n_bin:Q", scale=alt.Scale(range=[8, 220]), legend=None),
            tooltip=[
                alt.Tooltip("n_bin:Q", title="evaluations", format=","),
                SIZE,
                alt.Tooltip("relative_score:Q", title="relative score, raw", format=".3f"),
            ],
        )
    )
    curves = base.transform_filter("isValid(datum.way)")
    band = (
        base.transform_filter("isValid(datum.relative_score_low)")
        .mark_area(interpolate="monotone", opacity=0.2)
        .encode(
            y=ratio_axis("relative_score_low"),
            y2="relative_score_high:Q",
            color=_colour("way"),
            detail="way:N",
        )
    )
    lines = curves.mark_line(interpolate="monotone", strokeWidth=1.6).encode(
        y=ratio_axis("relative_score"),
        color=_colour("way"),
        strokeDash=_dash("way"),
        tooltip=[
            alt.Tooltip("way:N", title="counted"),
            SIZE,
            alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
            alt.Tooltip("relative_score_low:Q", title="95 % band, low", format=".3f"),
            alt.Tooltip("relative_score_high:Q", title="95 % band, high", format=".3f"),
            alt.Tooltip("trend:N", title="by the whole-curve band it"),
        ],
    )
    stretches = (
        base.transform_filter("isValid(datum.stretch)")
        .mark_line(strokeWidth=4, interpolate="monotone")
        .encode(
            y=ratio_axis("relative_score"),
            # each stretch is a line of its own
            detail="stretch:N",
            color=_colour("trend"),
            strokeDash=_dash("trend"),
        )
    )
    # all rows, for a layer without any has no scale
    named = (
        alt.Chart(ROWS)
        .transform_calculate(words="datum.named || ''")
        .mark_text(align="right", dx=-4, dy=-8, fontSize=11, color=GREY)
        .encode(x=alt.value("width"), y=alt.value("height"), text="words:N")
    )
    return layers(bins, average_line(), band, lines, stretches, named)


def _legend() -> alt.Legend:
    return alt.Legend(
        values=["rises", "falls"],
        labelExpr="datum.label + ' significantly'",
        symbolType="stroke",
        symbolSize=300,
        symbolOpacity=1,
    )


def _colour(field: str) -> alt.Color:
    scale = alt.Scale(domain=[*WAYS, *TRENDS], range=list(_COLOURS))
    return alt.Color(f"{field}:N", title=None, scale=scale, legend=_legend())


def _dash(field: str) -> alt.StrokeDash:
    scale = alt.Scale(domain=[*WAYS, *TRENDS], range=list(_DASHES))
    return alt.StrokeDash(f"{field}:N", title=None, scale=scale, legend=_legend())
