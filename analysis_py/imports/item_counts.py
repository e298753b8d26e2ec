"""Item counts inferred from standard errors or from the grid of scores.

The standard error of a share p of n items is sqrt(p(1-p)/(n-1)) in the harnesses that report one,
so that n = p(1-p)/se² + 1. Without errors, scores that are all multiples of 1/D tell D: the items,
or the items times the runs where a score is the mean of several.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median

from analysis_py.imports.contract import BOUNDED, Score

STANDARD_ERROR = "standard error"
SCORE_GRID = "score grid"
#: Estimates from one benchmark's errors agree within this share, or none is believed.
_AGREEMENT = 0.02
#: The largest number of items that a grid is looked for.
_LARGEST = 5000
#: Chance of a grid's fitting by accident above which it is not believed.
_ACCIDENT = 1e-6
#: Values looked at for a grid; more of them say nothing new.
_VALUES = 500
#: Denominators that rounding to decimals makes.
_ROUNDING = {10, 100, 1000}


def with_items(scores: Sequence[Score]) -> list[Score]:
    """Fill in the number of items that can be found out.

    Returns
    -------
    list of Score
        With ``n_items``, and the rule that gave it in ``n_items_source``, on every score of a
        benchmark, or part of one, of which no score says it.
    """
    groups: dict[tuple[str, str | None], list[Score]] = defaultdict(list)
    for score in scores:
        if score.benchmark and score.problem is None and isinstance(score.score, float):
            groups[score.benchmark, score.subset].append(score)
    found: dict[tuple[str, str | None], tuple[int, str]] = {}
    for key, group in groups.items():
        if any(score.n_items for score in group):
            continue
        if n := items_from_errors(group):
            found[key] = n, STANDARD_ERROR
        elif n := _grid_of(group):
            found[key] = n, SCORE_GRID
    filled = [
        replace(score, n_items=found[key][0], n_items_source=found[key][1])
        if score.n_items is None and (key := (score.benchmark or "", score.subset)) in found
        else score
        for score in scores
    ]
    return filled


def items_from_errors(scores: Sequence[Score]) -> int | None:
    """Return the number of items that the standard errors of shares agree on, or None."""
    estimates = []
    for score in scores:
        if score.unit not in BOUNDED or not isinstance(score.score, float):
            continue
        if not score.std_error or score.std_error < 0:
            continue
        p, error = score.score / BOUNDED[score.unit], score.std_error / BOUNDED[score.unit]
        if 0 < p < 1:
            estimates.append(p * (1 - p) / error**2 + 1)
    if not estimates:
        return None
    middle = median(estimates)
    agree = sum(abs(each / middle - 1) <= _AGREEMENT for each in estimates)
    # one metric among several may be no share of items
    return round(middle) if agree > len(estimates) / 2 and middle < 1e8 else None


def items_from_grid(values: Sequence[float]) -> int | None:
    """Return the smallest D for which all shares are multiples of 1/D, or None.

    Values are taken for known to half a unit of the last digit that any of them has. A D is
    believed only if so many values would hardly fit it by accident; a power of ten is rounding,
    and says nothing.
    """
    shares = sorted({value for value in values if 0 < value < 1})[:_VALUES]
    if len(shares) < 3:
        return None
    # a short one, such as 0.5, has its zeros left out
    tolerance = min(map(_half_digit, shares))
    # a grid as fine as the rounding holds any rounded value
    finest = min(_LARGEST, int(0.25 / tolerance))
    for n in range(2, finest + 1):
        slack = tolerance * n + 1e-9
        if all(abs(value * n - round(value * n)) <= slack for value in shares):
            # every smaller D was tried too
            accident = math.log(n) + len(shares) * math.log(min(1.0, 2 * slack))
            believed = accident < math.log(_ACCIDENT) and n not in _ROUNDING
            return n if believed else None
    return None


def _grid_of(group: Sequence[Score]) -> int | None:
    metrics = {(score.metric, score.metric_filter) for score in group}
    units = {score.unit for score in group}
    if len(metrics) > 1 or len(units) > 1 or not units <= set(BOUNDED):
        return None
    (unit,) = units
    scale = BOUNDED[unit or "share"]
    # divided as decimals, a percentage keeps its digits
    values = [
        float(Decimal(repr(score.score)) / int(scale))
        for score in group
        if isinstance(score.score, float)
    ]
    return items_from_grid(values)


def _half_digit(value: float) -> float:
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) else 16
    return 0.5 * 10.0 ** -min(digits, 15)
