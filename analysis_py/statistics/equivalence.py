"""Equivalence tests, and the smallest detectable difference of comparisons.

A non-significant difference is not evidence of equality. Two one-sided tests are, and where
neither test decides, the smallest detectable difference tells how little the data could have shown.
(statsmodels' ``ttost_ind`` takes the rows of one pair.)
"""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy import special

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.keys import FACTOR_KEY
from analysis_py.statistics.numerics.noncentral import detectable_noncentrality
from analysis_py.statistics.numerics.tails import t_sf


def tost(
    estimate: ArrayLike, std_error: ArrayLike, df: ArrayLike, margin: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Test whether differences lie within plus and minus a margin, by two one-sided t tests.

    Parameters
    ----------
    estimate, std_error, df : array_like, shape (n,)
        Differences with their standard errors and degrees of freedom.
    margin : float
        In the unit of the estimate, positive.

    Returns
    -------
    tuple of ndarray
        p against a difference below the margin, p against one above it, and p of the equivalence
        test: the larger of the two, since both must be refused.

    Raises
    ------
    ValueError
        If the margin is not positive.

    Notes
    -----
    Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680; an
    intersection-union test (Berger and Hsu 1996), so each of the two tests has the full level.
    """
    if not margin > 0:
        raise ValueError(f"a margin is positive, got {margin}")
    estimate, std_error = np.asarray(estimate, dtype=float), np.asarray(std_error, dtype=float)
    lower = t_sf((estimate + margin) / std_error, df)
    upper = t_sf((margin - estimate) / std_error, df)
    return lower, upper, np.maximum(lower, upper)


def smallest_margin(
    estimate: ArrayLike, std_error: ArrayLike, df: ArrayLike, level: float
) -> FloatArray:
    """Return the margin at which the equivalence test is just significant.

    It is the end of the interval at level 1 - 2 x level that lies farther from 0.

    Parameters
    ----------
    estimate, std_error, df : array_like, shape (n,)
    level : float
        Of the test.
    """
    quantile = special.stdtrit(np.asarray(df, dtype=float), 1 - level)
    return np.abs(estimate) + quantile * np.asarray(std_error, dtype=float)


def smallest_detectable(
    std_error: ArrayLike, df: ArrayLike, critical: ArrayLike, power: float = 0.8
) -> FloatArray:
    """Return the true difference that a two-sided t test would find with a given probability.

    Parameters
    ----------
    std_error, df : array_like, shape (n,)
        Of the difference; the observed spread is taken for the true one.
    critical : array_like, shape (n,)
        What the absolute value of t must exceed.
    power : float
        Between the level of the test and 1.
    """
    return detectable_noncentrality(critical, df, power) * np.asarray(std_error, dtype=float)


def fit_equivalence(
    pairs: pl.DataFrame, margin: float, confidence_level: float = 0.95, power: float = 0.8
) -> pl.DataFrame:
    """Test every pair for equivalence and say what difference it could have shown.

    Parameters
    ----------
    pairs : polars.DataFrame
        Games–Howell rows: one per cohort, benchmark, factor and pair, with ``estimate, std_error,
        df_den, ci_low, ci_high, status``.
    margin : float
        In percent.
    confidence_level : float
        Of the pairs' intervals; the tests have the level 1 - confidence_level.

    Returns
    -------
    polars.DataFrame
        One row per pair: ``p_lower, p_upper, p_equivalence``, the interval ``ci_low, ci_high`` at
        level 1 - 2 x level, ``smallest_margin_pct``, ``detectable_pct`` by a t test of the one pair
        and ``detectable_adjusted_pct`` by the Games–Howell test; null where the status is not ok.
    """
    level = 1 - confidence_level
    key = [*FACTOR_KEY, "group_a", "group_b"]
    frame = pairs.select(*key, "n_a", "n_b", "estimate", "std_error", "df_den", "status")
    usable = pairs.filter(pl.col("status") == "ok")
    estimate, std_error, df = (
        usable[name].to_numpy() for name in ("estimate", "std_error", "df_den")
    )
    names = ("p_lower", "p_upper", "p_equivalence")
    tails = dict(zip(names, tost(estimate, std_error, df, margin), strict=True))
    one_sided = special.stdtrit(df, 1 - level) * std_error
    # the half-width of a simultaneous interval holds the critical value of its test
    adjusted = (usable["ci_high"].to_numpy() - estimate) / std_error
    results = usable.select(key).with_columns(
        ci_low=estimate - one_sided,
        ci_high=estimate + one_sided,
        smallest_margin_pct=smallest_margin(estimate, std_error, df, level),
        detectable_pct=smallest_detectable(
            std_error, df, special.stdtrit(df, 1 - level / 2), power
        ),
        detectable_adjusted_pct=smallest_detectable(std_error, df, adjusted, power),
        **tails,
    )
    return frame.join(results, on=key, how="left").sort(key)
