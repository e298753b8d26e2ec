"""Axes that mean the same in every figure: size, ratios, names of several lines, zero."""

from typing import Any

import altair as alt

from analysis_py.report.encodings import GREY
from analysis_py.report.figure import ROWS

#: Names beside the cells of a table: every one is shown, without a line or ticks.
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
    """Return a y axis of names in the order of another column; the axis may look as it is told."""
    sort = alt.EncodingSortField(
        field=order, op="min", order="descending" if descending else "ascending"
    )
    return alt.Y(f"{field}:N", title=None, sort=sort, axis=alt.Axis(**axis))


def columns(field: str, order: str, **axis: Any) -> alt.X:
    """Return the columns of a table of cells, named above it in the order of another column."""
    sort = alt.EncodingSortField(field=order, op="min")
    return alt.X(f"{field}:N", title=None, sort=sort, axis=alt.Axis(orient="top", **CELLS, **axis))


def aslant(narrow: str, angle: int = -45) -> dict[str, alt.ExprRef]:
    """Return how columns look that are named aslant where the chart is narrow, an expression."""
    return {
        "labelAngle": alt.ExprRef(f"{narrow} ? {angle} : 0"),
        "labelAlign": alt.ExprRef(f"{narrow} ? 'left' : 'center'"),
    }


def lined_axis(field: str, order: str, descending: bool = False) -> alt.Y:
    """Return a y axis of names that may have several lines, parted by ``|``."""
    lines = "split(datum.label, '|')"
    return rows(field, order, descending, labelExpr=lines, labelLimit=0, ticks=False)


def zero_line() -> alt.Chart:
    """Return a dotted upright line where there is no difference."""
    # one row, or the line would be drawn once per row
    one = alt.Chart(ROWS).transform_aggregate(n="count()")
    return one.mark_rule(strokeDash=[2, 3], color=GREY).encode(x=alt.datum(0))


def clipped_ends(
    base: alt.Chart, low: str, high: str, domain: tuple[float, float], along: str = "x"
) -> list[alt.Chart]:
    """Return arrows at the frame where an interval goes beyond it.

    Parameters
    ----------
    base : altair.Chart
        Has the encodings that the intervals have.
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
        # all rows, for a layer without any has no scale; what is unseen is not told either
        base.mark_point(shape=shape, filled=True, size=60).encode(
            opacity=alt.condition(f"datum.{field} {sign} {end}", alt.value(1), alt.value(0)),
            **{along: place(datum=end)},
        )
        for field, sign, end, shape in zip((low, high), "<>", domain, shapes, strict=True)
    ]
