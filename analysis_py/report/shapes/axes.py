"""Axes shared by all figures: size, ratios, names of several lines, zero."""

from typing import Any

import altair as alt

from analysis_py.report.encodings import GREY
from analysis_py.report.figure import ROWS

#: Names beside the cells of a table: all are shown, without a line or ticks.
CELLS: dict[str, Any] = {"domain": False, "ticks": False, "labelOverlap": False}


def size_axis(title: str = "billions of parameters") -> alt.X:
    """Return the x axis of model size: raw numbers on a log scale."""
    return alt.X(
        "parameters_b:Q",
        title=title,
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(format="~g", values=[0.01, 0.1, 1, 10, 100]),
    )


def rows(field: str, order: str, descending: bool = False, **axis: Any) -> alt.Y:
    """Return a y axis of names in the order of another column, with an optional style."""
    sort = alt.EncodingSortField(
        field=order, op="min", order="descending" if descending else "ascending"
    )
    return alt.Y(f"{field}:N", title=None, sort=sort, axis=alt.Axis(**axis))


def columns(field: str, order: str, **axis: Any) -> alt.X:
    """Return an x axis of names above a table of cells, in the order of another column."""
    sort = alt.EncodingSortField(field=order, op="min")
    return alt.X(f"{field}:N", title=None, sort=sort, axis=alt.Axis(orient="top", **CELLS, **axis))


def slanted_labels(narrow: str, angle: int = -45) -> dict[str, alt.ExprRef]:
    """Return, as an expression, the style of columns with slanted names on narrow charts."""
    return {
        "labelAngle": alt.ExprRef(f"{narrow} ? {angle} : 0"),
        "labelAlign": alt.ExprRef(f"{narrow} ? 'left' : 'center'"),
    }


def lined_axis(field: str, order: str, descending: bool = False) -> alt.Y:
    """Return a y axis of names with several lines, separated by ``|``."""
    lines = "split(datum.label, '|')"
    return rows(
        field, order, descending, labelExpr=lines, labelLimit=0, labelOverlap=False, ticks=False
    )


def zero_line() -> alt.Chart:
    """Return a dotted vertical line at zero."""
    # a single row, or the line would be drawn once per row
    one = alt.Chart(ROWS).transform_aggregate(n="count()")
    return one.mark_rule(strokeDash=[2, 3], color=GREY).encode(x=alt.datum(0))


def clipped_ends(
    base: alt.Chart, low: str, high: str, domain: tuple[float, float], along: str = "x"
) -> list[alt.Chart]:
    """Return arrows at the frame for intervals that extend beyond it.

    Parameters
    ----------
    base : altair.Chart
        Has the encodings of the intervals.
    low, high : str
        Columns of the ends of an interval.
    domain : tuple of float
        Ends of the axis.
    along : {"x", "y"}
        Direction of the intervals.
    """
    shapes = (
        ("triangle-left", "triangle-right") if along == "x" else ("triangle-down", "triangle-up")
    )
    place = alt.X if along == "x" else alt.Y
    return [
        # all rows, as a layer without rows has no scale; hidden marks have no tooltip
        base.mark_point(shape=shape, filled=True, size=60).encode(
            opacity=alt.condition(f"datum.{field} {sign} {end}", alt.value(1), alt.value(0)),
            **{along: place(datum=end)},
        )
        for field, sign, end, shape in zip((low, high), "<>", domain, shapes, strict=True)
    ]
