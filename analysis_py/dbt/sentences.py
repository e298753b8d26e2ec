"""Sentence templates: the English of a verdict, filled with the figures that it rests on.

A template is written in Python's format language, with two additions. ``[[...]]`` is an optional
part, left out where a figure in it is missing; ``[[one||other]]`` takes the first alternative that
has all its figures. Beside Python's format specifications there are ``p`` (a p-value in words),
``points`` (a difference of scores with its sign), ``higher`` (the same in words), ``yes|no`` (words
for a condition) and ``?`` (a condition without words: where it does not hold, the optional part is
left out).
"""

import json
import re
from contextlib import suppress
from functools import lru_cache
from string import Formatter
from typing import Any

#: An optional part; the last bracket of three belongs to its text.
_OPTIONAL = re.compile(r"\[\[(.*?)\]\](?!\])")


class _Words(Formatter):
    """Python's format language with the specifications of verdicts."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            raise LookupError
        if format_spec == "?":
            if not value:
                raise LookupError
            return ""
        if isinstance(value, bool):
            return format_spec.split("|")[not value]
        if format_spec == "p":
            return "p < 0.001" if value < 0.001 else f"p = {value:.2g}"
        if format_spec == "points":
            return f"{value:+.1f}".replace("-", "−")
        if format_spec == "higher":
            return f"{abs(value):.1f} points {'lower' if value < 0 else 'higher'}"
        return super().format_field(value, format_spec)


class _Lenient(_Words):
    """The same, where a missing figure is written as unknown."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return "unknown" if value is None else super().format_field(value, format_spec)


_WORDS, _LENIENT = _Words(), _Lenient()


def fill_template(template: str, common: str, facts: str) -> str:
    """Return a template filled with figures.

    Parameters
    ----------
    template : str
        The template.
    common, facts : str
        Figures as JSON objects; the second's count where both have one of a name.

    Returns
    -------
    str
        A figure outside an optional part that is missing is written as ``unknown``: of a population
        that lacks it, such as one without sizes, there is still a sentence.

    Raises
    ------
    ValueError
        If a name outside an optional part is none of the figures.
    """
    values = json.loads(common) | json.loads(facts)
    return "".join(_first(alternatives, values, template) for alternatives in _parts(template))


@lru_cache
def _parts(template: str) -> list[list[str]]:
    """Return the parts of a template in order, each a list of alternatives."""
    return [
        [*part.split("||"), ""] if number % 2 else [part]
        for number, part in enumerate(_OPTIONAL.split(template))
    ]


def _first(alternatives: list[str], values: dict[str, Any], template: str) -> str:
    """Return the first alternative whose figures are all there, filled."""
    for alternative in alternatives:
        with suppress(LookupError):
            return _WORDS.vformat(alternative, (), values)
    try:
        return _LENIENT.vformat(alternatives[0], (), values)
    except KeyError as error:
        raise ValueError(
            f"seeds/claims/claim_measures.csv: {template!r} names a figure that is missing "
            f"({error}); there are {', '.join(values)}. Put it into [[ ]] or correct the name."
        ) from error
