"""Scales on which scores are measured, where a user has a word on them: a judge's 0–10, say."""

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis_py.imports.benchmarks import slug
from analysis_py.imports.contract import ImportProblem, Score

_WORDS = ("share", "percent", "points")
_KNOWN = {(0.0, 1.0): "share", (0.0, 100.0): "percent"}
_ENDS = re.compile(r"(-?\d+(?:\.\d+)?)[-–](-?\d+(?:\.\d+)?)")


def units_said(words: Sequence[str]) -> dict[str | None, str]:
    """Read what a user says of units: ``percent`` of all, or ``mt_bench=0-10`` of one benchmark.

    Raises
    ------
    ImportProblem
        If a word is no unit.
    """
    units: dict[str | None, str] = {}
    for text in words:
        name, is_of_one, said = text.rpartition("=")
        unit = said if said in _WORDS else unit_of_scale(said)
        if unit is None:
            raise ImportProblem(
                f"{text}: a unit is {', '.join(_WORDS)} or a scale such as 0-10; NAME=UNIT says it "
                "of one benchmark"
            )
        units[slug(name) if is_of_one else None] = unit
    return units


def unit_of_scale(text: str) -> str | None:
    """Return the unit that a scale such as 0-1, 0–100 or 1-5 is, or None if the text is none."""
    ends = ends_of(text)
    return _KNOWN.get(ends, "{:g}-{:g}".format(*ends)) if ends else None


def ends_of(unit: str) -> tuple[float, float] | None:
    """Return the ends of a scale such as 1-5, or None if the text is none."""
    found = _ENDS.fullmatch(unit)
    low, high = map(float, found.groups()) if found else (0.0, 0.0)
    return (low, high) if low < high else None


def has_ends(score: Score) -> bool:
    """Tell whether a score is on a scale such as 0-10, which is its unit then."""
    return ends_of(score.unit or "") is not None


def in_percent(score: Score) -> Score:
    """Return a score on a scale of its own in percent of the way between its ends, others as is."""
    ends = ends_of(score.unit or "")
    if ends is None:
        return score
    low, high = ends
    value, error, per_unit = score.score, score.std_error, 100 / (high - low)
    if isinstance(value, float):
        value = round((value - low) * per_unit, 9)
    return replace(
        score, unit="percent", score=value, std_error=None if error is None else error * per_unit
    )
