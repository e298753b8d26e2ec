"""What packages compute on right and wrong answers, from four counts, for tools_on_trial.py.

A table is (both right, only B, only A, neither), a row per draw; differences are B less A. A law
counts only because it gave the package's own verdict on real tables, as the results say.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from analysis_py.runs.paired.score_interval import binary_interval

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Limits = tuple[Floats, Floats]
Z = special.ndtri(0.975)
ALPHA, RESAMPLES = 0.05, 4000


class Verdicts(NamedTuple):
    """Limits and p-values, NaN where a tool gives none, and 1, 0 or -1: B better, open, worse."""

    low: Floats
    high: Floats
    p: Floats
    says: Counts


def difference(tables: Counts) -> Floats:
    """Return the differences of the shares that are right."""
    return (tables[:, 1] - tables[:, 2]) / tables.sum(1)


def standard_error(tables: Counts, ddof: int) -> Floats:
    """Return the standard errors of the differences over questions."""
    n, d = tables.sum(1), difference(tables)
    return np.sqrt(np.maximum((tables[:, 1] + tables[:, 2]) / n - d**2, 0) / (n - ddof))


def wald(tables: Counts, ddof: int = 0, by_t: bool = False) -> Limits:
    """Return the limits by a normal or a t quantile."""
    half = (special.stdtrit(tables.sum(1) - 1, 0.975) if by_t else Z) * standard_error(tables, ddof)
    return difference(tables) - half, difference(tables) + half


def bonett_price(tables: Counts) -> Limits:
    """Return the limits of Bonett and Price (2012): Wald's with half a question added to each."""
    n = tables.sum(1) + 2.0
    only_b, only_a = (tables[:, side] / n + 1 / n for side in (1, 2))
    half = Z * np.sqrt((only_b + only_a - (only_b - only_a) ** 2) / n)
    return np.maximum(only_b - only_a - half, -1), np.minimum(only_b - only_a + half, 1)


def unpaired(tables: Counts) -> tuple[Floats, Floats]:
    """Return the squared standard errors of either run's score, n - 1 in the denominator."""
    n = tables.sum(1)
    shares = ((tables[:, 0] + tables[:, side]) / n for side in (2, 1))
    first, second = (share * (1 - share) / (n - 1) for share in shares)
    return first, second


def p_of(statistic: Floats, error: Floats, df: Floats | float = np.inf) -> Floats:
    """Return two-sided p-values; without an error, 1 if there is no difference and 0 otherwise."""
    ratio = np.abs(statistic) / np.where(error > 0, error, 1)
    p = np.where(np.isinf(df), 2 * special.ndtr(-ratio), 2 * special.stdtr(df, -ratio))
    return np.where(error > 0, p, statistic == 0)


def p_exact(tables: Counts, mid: bool = False) -> Floats:
    """Return the p-values of McNemar's exact test, or of its mid-p."""
    least, both = np.minimum(tables[:, 1], tables[:, 2]), tables[:, 1] + tables[:, 2]
    p = np.minimum(1, 2 * stats.binom.cdf(least, both, 0.5))
    halved = np.where(both > 0, stats.binom.pmf(least, both, 0.5), 0) if mid else 0
    return np.clip(p - halved, 0, 1)


def p_corrected(tables: Counts, most_exact: int = 0) -> Floats:
    """Return McNemar's p with continuity correction, exact up to so many discordant questions."""
    both, apart = tables[:, 1] + tables[:, 2], np.abs(tables[:, 1] - tables[:, 2])
    squared = (apart - 1) ** 2 / np.maximum(both, 1)
    return np.where(both <= most_exact, p_exact(tables), stats.chi2.sf(squared, 1))


def p_flipped(tables: Counts, rng: np.random.Generator) -> Floats:
    """Return the p-values of 10,000 random sign flips: the exact one with its chance error."""
    drawn = rng.binomial(10_000, p_exact(tables))
    return np.where(tables[:, 1] + tables[:, 2] == 0, 1.0, (drawn + 1) / 10_001)


def p_wilcoxon(tables: Counts) -> Floats:
    """Return scipy's signed ranks: all ties, so a sign test; exact up to 13 questions."""
    both = np.maximum(tables[:, 1] + tables[:, 2], 1)
    z = np.abs(tables[:, 1] - tables[:, 2]) / np.sqrt(both)
    return np.where(tables.sum(1) <= 13, p_exact(tables), 2 * special.ndtr(-z))


class Resampled(NamedTuple):
    """Percentile and BCa limits, and the shares of resamples in which B, and A, is ahead."""

    percentile: Limits
    bca: Limits
    ahead: Limits


def resample(tables: Counts, rng: np.random.Generator) -> Resampled:
    """Return what a bootstrap of questions gives, from the multinomial law of its counts."""
    # only the discordant questions and n matter
    kept = np.stack([tables[:, 1], tables[:, 2], tables.sum(1)], 1)
    distinct, which = np.unique(kept, axis=0, return_inverse=True)
    found = np.array([_resample_one(*row, rng) for row in distinct.tolist()])[which.ravel()].T
    return Resampled((found[0], found[1]), (found[2], found[3]), (found[4], found[5]))


def _resample_one(only_b: int, only_a: int, n: int, rng: np.random.Generator) -> tuple[float, ...]:
    if only_b + only_a == 0:
        return (0.0,) * 6
    drawn = rng.multinomial(n, [only_b / n, only_a / n, 1 - (only_b + only_a) / n], RESAMPLES)
    sums, at = drawn[:, 0] - drawn[:, 1], only_b - only_a
    below = ((sums < at).mean() + (sums == at).mean() / 2).clip(1 / RESAMPLES, 1 - 1 / RESAMPLES)
    values, counts = np.array([1, -1, 0]) - at / n, [only_b, only_a, n - only_b - only_a]
    second, third = (counts @ values**power for power in (2, 3))
    middle, speed = special.ndtri(below), third / (6 * second**1.5) if second > 0 else 0.0
    shifted = middle + special.ndtri([0.025, 0.975])
    levels = special.ndtr(middle + shifted / (1 - speed * shifted))
    limits = np.quantile(sums, [0.025, 0.975, *levels]) / n
    return *limits, (sums > 0).mean(), (sums < 0).mean()


def by_p(tables: Counts, p: Floats, limits: Limits | None = None) -> Verdicts:
    """Return the verdicts of p-values at 5 %, beside the limits if there are any."""
    none = np.full(len(tables), np.nan)
    low, high = limits or (none, none)
    says = np.where(np.nan_to_num(p, nan=1.0) < ALPHA, np.sign(difference(tables)), 0)
    return Verdicts(low, high, p, says.astype(int))


def by_rule(tables: Counts, better: NDArray[np.bool_], worse: NDArray[np.bool_]) -> Verdicts:
    """Return the verdicts of a rule that prints neither limits nor p-values."""
    none = np.full(len(tables), np.nan)
    return Verdicts(none, none, none, better.astype(int) - worse.astype(int))


def by_tango(tables: Counts) -> Verdicts:
    """Return ours."""
    low, high, p = binary_interval(tables[:, 1], tables[:, 2], tables.sum(1), 1 - ALPHA)
    return by_p(tables, p, (low, high))
