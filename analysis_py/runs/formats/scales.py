"""Units of scores: from the user, from the source, or from the range of the values."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis_py.runs.formats.contract import BOUNDED, ImportProblem, Results, Run, Score
from analysis_py.runs.formats.names import key_of
from analysis_py.runs.formats.values import unit_of

_WORDS = ("share", "percent", "points")
_KNOWN = {(0.0, 1.0): "share", (0.0, 100.0): "percent"}
#: This many values within 0–1 are shares, even beside percentages, as few percentages are below 1.
_ENOUGH = 10
_ENDS = re.compile(r"(-?\d+(?:\.\d+)?)[-–](-?\d+(?:\.\d+)?)")


def parse_units(words: Sequence[str]) -> dict[str | None, str]:
    """Read the user's units: ``percent`` for all scores, or ``mt_bench=0-10`` for one benchmark."""
    units: dict[str | None, str] = {}
    for text in words:
        name, is_of_one, scale = text.rpartition("=")
        unit = scale if scale in _WORDS else unit_of_scale(scale)
        if unit is None:
            raise ImportProblem(
                f"{text}: a unit is {', '.join(_WORDS)} or a scale such as 0-10; NAME=UNIT says it "
                "of one benchmark"
            )
        units[key_of(name) if is_of_one else None] = unit
    return units


def unit_of_scale(text: str) -> str | None:
    """Return the unit of a scale such as 0-1, 0–100 or 1-5; None for any other text."""
    ends = _ends_of(text)
    return _KNOWN.get(ends, "{:g}-{:g}".format(*ends)) if ends else None


def _ends_of(unit: str) -> tuple[float, float] | None:
    match = _ENDS.fullmatch(unit)
    low, high = map(float, match.groups()) if match else (0.0, 0.0)
    return (low, high) if low < high else None


def settle_units(results: Results, units: Mapping[str | None, str]) -> None:
    """Give every score its unit, from the user or from the values of all files.

    A score with an unusable unit or standard error gets a problem.
    """
    _take(results, units)
    _guess(results)
    for i, score in enumerate(results.scores):
        end = BOUNDED.get(score.unit or "", math.inf)
        if score.problem is None and not 0 <= (score.std_error or 0) <= end:
            why = f"the standard error cannot be one of a {score.unit}: {score.std_error}"
            results.scores[i] = replace(score, problem=why)


def put_in_percent(results: Results) -> None:
    """Convert scores on a scale such as 1-5 to percent of its range."""
    scaled = set()
    for i, score in enumerate(results.scores):
        if ends := _ends_of(score.unit or ""):
            low, high = ends
            value, error, per_unit = score.score, score.std_error, 100 / (high - low)
            if isinstance(value, float):
                value = round((value - low) * per_unit, 9)
            error = None if error is None else error * per_unit
            results.scores[i] = replace(score, unit="percent", score=value, std_error=error)
            scaled.add(f"{score.benchmark} ({score.unit})")
    if scaled:
        results.notes.append(
            f"kept in percent of the way between the ends of the scale: {', '.join(sorted(scaled))}"
        )


def _take(results: Results, units: Mapping[str | None, str]) -> None:
    """Give scores the user's unit: by benchmark, or all scores on a bounded scale."""
    of_all = units.get(None)
    names = set()
    for i, score in enumerate(results.scores):
        name = key_of(score.benchmark or "")
        names.add(name)
        bounded = score.unit is None or score.unit in BOUNDED
        if unit := units.get(name) or (of_all if bounded else None):
            results.scores[i] = replace(score, unit=unit)
    if missing := units.keys() - names - {None}:
        raise ImportProblem(f"no benchmark is called {', '.join(sorted(map(str, missing)))}")
    if of_all:
        results.notes.append(f"all shares and percentages are taken for {of_all}, as asked")


def _guess(results: Results) -> None:
    """Give scores without a unit the unit that the whole import shows.

    One file is not enough: 0.9 may be a share or, beside 45.3 in another file, a percentage. If the
    import leaves it open, the scores get a problem.
    """
    groups: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    # the runs of a file with a value above 1, which are in percent throughout
    above: set[tuple[str, Run]] = set()
    for i, score in enumerate(results.scores):
        if score.unit is None and isinstance(score.score, float) and score.problem is None:
            groups[key_of(score.benchmark or ""), score.metric].append(i)
            above |= {(score.file_name, score.run)} if score.score > 1 else set()
    values = {
        key: [float(results.scores[i].score or 0) for i in group] for key, group in groups.items()
    }
    signed = {
        (score.file_name, key_of(score.benchmark or ""), score.metric)
        for score in results.scores
        if score.unit == "percent" and score.problem is None
    }
    beside_signs = {
        key
        for key, group in groups.items()
        if any((results.scores[i].file_name, *key) in signed for i in group)
    }
    guessed = {key: "percent" if key in beside_signs else unit_of(values[key]) for key in groups}
    shares = []
    for key, group in groups.items():
        unit = guessed[key]
        low = sum(0 < value < 1 for value in values[key])
        name = results.scores[group[0]].benchmark
        if unit == "share" and "percent" in guessed.values():
            if len(group) < _ENOUGH and any(values[key]):
                unit = None
            else:
                shares.append(name)
        elif unit == "percent" and low > len(group) / 2:
            unit = None
        elif unit == "percent" and low:
            results.notes.append(
                f"{name}: {low} of {len(group)} values lie between 0 and 1, others above. If those "
                "are shares, mend them in the file"
            )
        for i in group:
            score = results.scores[i]
            # a share among percentages, or a percentage below 1
            is_low = unit == "percent" and 0 < float(score.score or 0) <= 1
            is_percent = (score.file_name, score.run) in above and key not in beside_signs
            is_unclear = unit is None or (is_low and not is_percent)
            results.scores[i] = replace(
                score, unit=unit, problem=_unclear(score) if is_unclear else None
            )
    if shares:
        results.notes.append(
            "taken for shares, because all their values lie within 0–1, beside benchmarks in "
            f"percent: {', '.join(map(str, shares))}. If they are percentages, say --unit percent"
        )


def _unclear(score: Score) -> str:
    return (
        f"the unit is unclear: {score.benchmark} {score.score} in {score.file_name} may be a "
        "share, a percentage or on a scale of its own; say which with --unit"
    )
