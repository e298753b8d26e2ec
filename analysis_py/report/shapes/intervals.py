"""Estimates with their intervals along x, and their tooltips."""

from typing import Any

import altair as alt


def low_and_high(low: str, high: str, title: str, format: str) -> tuple[alt.Tooltip, alt.Tooltip]:
    """Return the tooltip of an interval from the columns of its ends."""
    return (
        alt.Tooltip(f"{low}:Q", title=f"{title}, low", format=format),
        alt.Tooltip(f"{high}:Q", title=f"{title}, high", format=format),
    )


#: Tooltip of a difference in points.
DIFFERENCE = (
    alt.Tooltip("estimate:Q", title="difference, points", format="+.1f"),
    *low_and_high("ci_low", "ci_high", "95 % interval", "+.1f"),
)


def intervals(
    base: alt.Chart,
    title: str,
    ends: tuple[str, str] = ("ci_low", "ci_high"),
    value: str = "estimate",
    **encodings: Any,
) -> tuple[alt.Chart, alt.Chart]:
    """Return a bar between the ends and a dot at the value, with optional encodings of the dot."""
    low, high = ends
    return (
        base.mark_rule(strokeWidth=2).encode(x=alt.X(f"{low}:Q", title=title), x2=f"{high}:Q"),
        base.mark_point(filled=True, size=80, opacity=1).encode(x=f"{value}:Q", **encodings),
    )
