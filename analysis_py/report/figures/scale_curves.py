"""Curves of score over size, their slopes, and where a straight line bends."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import ROWS
from analysis_py.report.style import (
    BLUE,
    GREY,
    VERMILLION,
    panels,
    ratio_axis,
    size_axis,
    small_multiples,
)

TRENDS = ["rises", "falls", "neither", "not tested"]
SIZE = alt.Tooltip("parameters_b:Q", title="billions of parameters", format=".3~g")

#: Bands of growth are cut here, in percent per doubling; those of sparse sizes go far beyond.
GROWTH_SHOWN = (-90, 300)

COUNTED = ("every evaluation counts once", "every size counts once")


def size_curves() -> alt.FacetChart:
    """Return the partial effect of size on each benchmark, with its band and its direction."""
    base = alt.Chart(ROWS).encode(x=size_axis())
    fifths = (
        alt.Chart(ROWS)
        .transform_filter("isValid(datum.fifth_pct)")
        .mark_rule(color=GREY, strokeDash=[2, 3])
        .encode(
            x="parameters_b:Q",
            tooltip=[
                alt.Tooltip("fifth_pct:Q", title="percent of the evaluations are smaller"),
                SIZE,
            ],
        )
    )
    fit = (
        alt.Chart(ROWS)
        .transform_filter("isValid(datum.fit)")
        .mark_text(align="right", baseline="bottom", dx=-4, dy=-3, fontSize=11)
        .encode(text="fit:N", x=alt.value("width"), y=alt.value("height"))
    )
    curve = base.transform_filter("!isValid(datum.fifth_pct)")
    band = curve.mark_area(color=BLUE).encode(
        y=ratio_axis("relative_score_low"), y2="relative_score_high:Q"
    )
    line = curve.mark_line(color=BLUE, strokeWidth=1.2, interpolate="monotone").encode(
        y=ratio_axis("relative_score"),
        tooltip=[
            SIZE,
            alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
            alt.Tooltip("relative_score_low:Q", title="95 % band, low", format=".3f"),
            alt.Tooltip("relative_score_high:Q", title="95 % band, high", format=".3f"),
            alt.Tooltip("trend:N", title="by the whole-curve band it"),
        ],
    )
    stretches = _stretches(curve, ratio_axis("relative_score"))
    return small_multiples(alt.layer(fifths, band, line, stretches, fit), panels())


def size_slopes() -> alt.FacetChart:
    """Return the growth per doubling of size, with the band that holds for the whole curve."""
    base = alt.Chart(ROWS).encode(x=size_axis())
    zero = alt.Chart(ROWS).mark_rule(color=GREY).encode(y=alt.datum(0))
    low, high = GROWTH_SHOWN
    band = (
        base.transform_calculate(
            band_low=f"max(datum.growth_pct_low, {low})",
            band_high=f"min(datum.growth_pct_high, {high})",
        )
        .mark_area(color=BLUE)
        .encode(y=_growth_axis("band_low"), y2="band_high:Q")
    )
    line = base.mark_line(color=BLUE, strokeWidth=1.2, interpolate="monotone").encode(
        y=_growth_axis("growth_pct"),
        tooltip=[
            SIZE,
            alt.Tooltip("growth_pct:Q", title="growth per doubling, %", format="+.1f"),
            alt.Tooltip("growth_pct_low:Q", title="whole-curve band, low", format="+.1f"),
            alt.Tooltip("growth_pct_high:Q", title="whole-curve band, high", format="+.1f"),
        ],
    )
    stretches = _stretches(base, _growth_axis("growth_pct"))
    return small_multiples(alt.layer(zero, band, line, stretches), panels())


def _growth_axis(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", title="growth per doubling, %", axis=alt.Axis(tickCount=5))


def _stretches(base: alt.Chart, axis: alt.Y) -> alt.Chart:
    """Return heavy lines over the stretches of a curve that rise or fall significantly."""
    legend = alt.Legend(
        values=["rises", "falls"], labelExpr="datum.label + ' significantly'", symbolStrokeWidth=4
    )
    return base.mark_line(strokeWidth=4, interpolate="monotone").encode(
        y=axis,
        # each stretch is a line of its own
        detail="stretch:N",
        color=alt.Color(
            "trend:N",
            title=None,
            scale=alt.Scale(domain=TRENDS, range=[BLUE, VERMILLION, "transparent", "transparent"]),
            legend=legend,
        ),
        strokeDash=alt.StrokeDash(
            "trend:N",
            title=None,
            scale=alt.Scale(domain=TRENDS, range=[[1, 0], [4, 2], [1, 0], [1, 0]]),
            legend=legend,
        ),
    )


def breakpoints() -> alt.LayerChart:
    """Return the size at which a straight line bends, with its interval, counted in two ways."""
    colour = alt.Color(
        "counted:N", title=None, scale=alt.Scale(domain=COUNTED, range=[VERMILLION, BLUE])
    )
    base = alt.Chart(ROWS).encode(
        y=alt.Y(
            "benchmark:N",
            title=None,
            sort=alt.EncodingSortField(field="benchmark_order", op="min"),
            axis=alt.Axis(labelExpr="split(datum.label, '|')"),
        ),
        yOffset=alt.YOffset("counted:N", sort=COUNTED),
        color=colour,
    )
    interval = base.mark_rule(strokeWidth=3).encode(x=_bend_axis("ci_low_b"), x2="ci_high_b:Q")
    ends = [
        base.transform_filter(f"isValid(datum.{field})")
        .mark_point(shape=shape, filled=True, size=70, opacity=1)
        .encode(x=_bend_axis(field))
        for field, shape in (("open_low_b", "triangle-left"), ("open_high_b", "triangle-right"))
    ]
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=_bend_axis("breakpoint_b"),
        shape=alt.Shape(
            "counted:N", title=None, scale=alt.Scale(domain=COUNTED, range=["diamond", "circle"])
        ),
        tooltip=[
            alt.Tooltip("counted:N"),
            alt.Tooltip("n_obs:Q", title="n", format=","),
            alt.Tooltip("breakpoint_b:Q", title="bends at, billions", format=".3~g"),
            alt.Tooltip("ci_low_b:Q", title="95 % interval, low", format=".3~g"),
            alt.Tooltip("ci_high_b:Q", title="95 % interval, high", format=".3~g"),
            alt.Tooltip("points_before:Q", title="points per doubling before", format="+.1f"),
            alt.Tooltip("points_after:Q", title="points per doubling after", format="+.1f"),
            alt.Tooltip("p_value:Q", title="p, bent against straight", format=".2~g"),
        ],
    )
    paper = alt.Chart(ROWS).mark_rule(color=GREY, strokeDash=[2, 3]).encode(x=alt.datum(7))
    return alt.layer(paper, interval, *ends, points).properties(width=560, height=300)


def _bend_axis(field: str) -> alt.X:
    return alt.X(
        f"{field}:Q",
        title="bends at, billions of parameters",
        scale=alt.Scale(type="log", domain=[0.01, 200], nice=False),
        axis=alt.Axis(format="~g", values=[0.01, 0.1, 1, 10, 100]),
    )
