"""Models by their day of release, with names at those that were the best when they came."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import ROWS

_OPENNESS = ["open weights", "closed", "not known"]


def day(column: str = "released_on", title: str = "date of release") -> alt.X:
    """Return an axis of days."""
    return alt.X(
        f"{column}:T",
        title=title,
        axis=alt.Axis(format="%b %Y", labelOverlap="greedy", tickCount=8),
    )


def releases(value: alt.Y, *tooltip: alt.Tooltip) -> tuple[alt.Chart, alt.Chart, alt.Chart]:
    """Return the models as dots by open and closed weights, the named of them, and their names.

    The rows hold ``model``, ``developer``, ``released_on``, ``openness``, the value and, where a
    model is to be named, ``named``; others are fainter. Rows without an openness are no models.
    """
    base = (
        alt.Chart(ROWS)
        .transform_filter("isValid(datum.openness)")
        .encode(
            x=day(),
            color=alt.Color(
                "openness:N",
                title=None,
                scale=alt.Scale(domain=_OPENNESS, range=[BLUE, VERMILLION, GREY]),
            ),
        )
    )
    dots = base.mark_point(filled=True, size=40).encode(
        y=value,
        shape=alt.Shape(
            "openness:N",
            title=None,
            scale=alt.Scale(domain=_OPENNESS, range=["circle", "diamond", "square"]),
        ),
        opacity=alt.condition("isValid(datum.named)", alt.value(1), alt.value(0.45)),
        tooltip=[
            alt.Tooltip("model:N", title="model"),
            alt.Tooltip("developer:N", title="developer"),
            alt.Tooltip("released_on:T", title="released on", format="%Y-%m-%d"),
            *tooltip,
            alt.Tooltip("openness:N", title="weights"),
        ],
    )
    named = base.transform_filter("isValid(datum.named)")
    names = named.mark_text(align="right", dx=-6, fontSize=11).encode(y=value, text="named:N")
    return dots, named, names
