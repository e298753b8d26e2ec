"""Colours, shapes and dashes of directly labelled series."""

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt


def colours(field: str, values: Iterable[str], range: Iterable[str], **more: Any) -> alt.Color:
    """Return a colour for each value of a field."""
    return alt.Color(f"{field}:N", scale=_scale(values, range), legend=None, **more)


def shapes(field: str, values: Iterable[str], range: Iterable[str]) -> alt.Shape:
    """Return a shape for each value of a field."""
    return alt.Shape(f"{field}:N", scale=_scale(values, range), legend=None)


def dashes(
    field: str, values: Iterable[str], range: Sequence[Sequence[int]], **more: Any
) -> alt.StrokeDash:
    """Return a dash for each value of a field, as lengths of lines and gaps."""
    return alt.StrokeDash(f"{field}:N", scale=_scale(values, range), legend=None, **more)


def _scale(values: Iterable[str], range: Iterable[Any]) -> alt.Scale:
    return alt.Scale(domain=list(values), range=list(range))
