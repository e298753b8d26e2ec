"""Models by their day of release, with names at some record setters."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import ROWS
from analysis_py.report.shapes.labels import NARROW
from analysis_py.report.shapes.series import colours, shapes

#: Part of the days, from the first on, whose names would lie on the axis to the left of their dots.
BESIDE = 0.16

#: Number of steps of the column of records, each with a name on either side.
STEPS = 9

_OPENNESS = ["open weights", "closed", "not known"]


def day(column: str = "released_on", title: str = "date of release") -> alt.X:
    """Return an axis of days."""
    return alt.X(
        f"{column}:T",
        title=title,
        scale=alt.Scale(padding=8),
        axis=alt.Axis(format="%b %Y", labelOverlap="greedy", tickCount=8),
    )


def releases(column: str, value: alt.Y, *tooltip: alt.Tooltip) -> list[alt.Chart]:
    """Return the models as dots by open and closed weights, those with names, and their names.

    The rows hold ``model``, ``released_on``, ``openness``, the column and, where a
    model set a record, ``named``; others are fainter. The last record has its name, and of the
    others the first in each step of the column, so that names do not lie on each other: those of
    open weights, and those beside the axis, to the right of their dots, all others to the left; the
    best of either says whether its weights are open. Rows without an openness are left out.
    """
    base = (
        alt.Chart(ROWS)
        .transform_filter("isValid(datum.openness)")
        .encode(
            x=day(),
            color=colours("openness", _OPENNESS, [BLUE, VERMILLION, GREY]),
        )
    )
    dots = base.mark_point(filled=True, size=40).encode(
        y=value,
        shape=shapes("openness", _OPENNESS, ["circle", "diamond", "square"]),
        opacity=alt.condition("isValid(datum.named)", alt.value(1), alt.value(0.45)),
        tooltip=[
            alt.Tooltip("model:N", title="model"),
            alt.Tooltip("released_on:T", title="released on", format="%Y-%m-%d"),
            *tooltip,
            alt.Tooltip("openness:N", title="weights"),
        ],
    )
    named = (
        base.transform_filter("isValid(datum.named)")
        .transform_calculate(at="time(toDate(datum.released_on))")
        .transform_joinaggregate(first="min(at)", last="max(at)")
        .transform_calculate(
            is_first=f"datum.at - datum.first < {BESIDE} * (datum.last - datum.first)",
            side="datum.openness === 'open weights' || datum.is_first ? 'right' : 'left'",
        )
        .transform_joinaggregate(low=f"min({column})", high=f"max({column})")
        .transform_calculate(
            step=f"floor({STEPS} * (datum.{column} - datum.low) / (datum.high - datum.low + 1e-9))"
        )
        .transform_window(
            place="row_number()", sort=[alt.SortField("released_on")], groupby=["side", "step"]
        )
        .transform_joinaggregate(best=f"max({column})", top="max(step)", groupby=["side"])
        .transform_filter(
            f"datum.step < datum.top ? datum.place === 1 : datum.{column} === datum.best"
        )
    )
    # the label of the best model on either side explains its colour
    told = (
        f"datum.{column} === datum.best ? datum.named + ' (' + datum.openness + ')' : datum.named"
    )
    is_left = "datum.side === 'left'"
    names = named.mark_text(
        align=alt.expr(f"{is_left} ? 'right' : 'left'"),
        dx=alt.expr(f"{is_left} ? -7 : 7"),
        dy=alt.expr(f"{is_left} ? -3 : 7"),
        # on a phone names are in the tooltip only
        text=alt.expr(f"width < {NARROW} ? '' : {told}"),
    ).encode(y=value)
    return [dots, named, names]
