"""Helpers shared by the figures of this page: directions of a curve, decisions, and zero."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import ROWS
from analysis_py.report.shapes.size_curves import TRENDS

THREE_COLOURS = [BLUE, GREY, VERMILLION]


def heavy_stretches(base: alt.Chart, axis: alt.Y) -> alt.Chart:
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
            scale=alt.Scale(
                domain=list(TRENDS), range=[BLUE, VERMILLION, "transparent", "transparent"]
            ),
            legend=legend,
        ),
        strokeDash=alt.StrokeDash(
            "trend:N",
            title=None,
            scale=alt.Scale(domain=list(TRENDS), range=[[1, 0], [4, 2], [1, 0], [1, 0]]),
            legend=legend,
        ),
    )


def decision_colour(domain: tuple[str, ...]) -> alt.Color:
    """Return the colours of three decisions, from the positive to the negative."""
    return alt.Color("decision:N", title=None, scale=alt.Scale(domain=domain, range=THREE_COLOURS))


def zero_level() -> alt.Chart:
    """Return a level line where there is no difference."""
    return alt.Chart(ROWS).mark_rule(color=GREY).encode(y=alt.datum(0))
