"""Estimates with their intervals along x."""

from typing import Any

import altair as alt

#: What the tooltip of a difference in points says of it.
DIFFERENCE = (
    alt.Tooltip("estimate:Q", title="difference, points", format="+.1f"),
    alt.Tooltip("ci_low:Q", title="95 % interval, low", format="+.1f"),
    alt.Tooltip("ci_high:Q", title="95 % interval, high", format="+.1f"),
)


def intervals(
    base: alt.Chart,
    title: str,
    ends: tuple[str, str] = ("ci_low", "ci_high"),
    value: str = "estimate",
    **encodings: Any,
) -> tuple[alt.Chart, alt.Chart]:
    """Return a bar from end to end and a dot at the value, which may have more encodings."""
    low, high = ends
    return (
        base.mark_rule(strokeWidth=2).encode(x=alt.X(f"{low}:Q", title=title), x2=f"{high}:Q"),
        base.mark_point(filled=True, size=80, opacity=1).encode(x=f"{value}:Q", **encodings),
    )
