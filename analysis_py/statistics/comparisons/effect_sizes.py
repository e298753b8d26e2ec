"""Effect sizes with intervals: shares of variance and standardised differences.

A p-value of a leaderboard of thousands of rows says little; these say what a level is worth.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.keys import FACTOR_KEY
from analysis_py.statistics.numerics.noncentral import noncentrality_of_f, noncentrality_of_t
from analysis_py.statistics.numerics.stirling import stirling_remainder
from analysis_py.statistics.rows import to_frame, with_nulls

MEASURES = ("eta_squared", "epsilon_squared", "omega_squared")


@dataclass(frozen=True, kw_only=True)
class ShareRow:
    """The share of variance between groups by one measure, with the F that it comes from."""

    cohort_id: str
    benchmark_id: str
    factor: str
    measure: str
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    statistic: float | None
    df_num: float | None
    df_den: float | None
    noncentrality_low: float | None
    noncentrality_high: float | None
    n_obs: int
    status: str


def variance_shares(statistic: float, df_num: float, df_den: float) -> dict[str, float]:
    """Return the share of variance between groups, by three estimators."""
    explained = df_num * statistic
    return {
        "eta_squared": explained / (explained + df_den),
        "epsilon_squared": (explained - df_num) / (explained + df_den),
        "omega_squared": (explained - df_num) / (explained + df_den + 1),
    }


def variance_share_interval(
    statistic: float, df_num: float, df_den: float, confidence_level: float = 0.95
) -> tuple[float, float, float, float]:
    r"""Return an interval for the share of variance between groups in the population.

    Steiger (2004), Psychological Methods 9, 164-182: the interval of the noncentrality
    :math:`\lambda` of F, turned into :math:`\lambda / (\lambda + N)`.
    """
    tail = (1 - confidence_level) / 2
    n_obs = df_num + df_den + 1
    low = noncentrality_of_f(statistic, df_num, df_den, 1 - tail)
    high = noncentrality_of_f(statistic, df_num, df_den, tail)
    return low / (low + n_obs), high / (high + n_obs), low, high


def hedges_g(
    estimate: ArrayLike,
    pooled_std_dev: ArrayLike,
    n_a: ArrayLike,
    n_b: ArrayLike,
    confidence_level: float = 0.95,
) -> dict[str, FloatArray]:
    """Return the standardised difference of two means, corrected for small samples.

    Hedges (1981), Journal of Educational Statistics 6, 107-128, eq. 6e. The interval is that of the
    noncentrality of t (Steiger and Fouladi 1997), which is exact for the population's difference;
    the correction concerns the estimate alone.
    """
    n_a, n_b = np.asarray(n_a, dtype=float), np.asarray(n_b, dtype=float)
    df = n_a + n_b - 2
    unit = np.sqrt(1 / n_a + 1 / n_b)
    difference = np.asarray(estimate, dtype=float) / pooled_std_dev
    statistic = difference / unit
    tail = (1 - confidence_level) / 2
    return {
        "estimate": _hedges_correction(df) * difference,
        "ci_low": noncentrality_of_t(statistic, df, 1 - tail) * unit,
        "ci_high": noncentrality_of_t(statistic, df, tail) * unit,
        "statistic": statistic,
        "df_den": df,
    }


def _hedges_correction(df: FloatArray) -> FloatArray:
    r"""Return :math:`\Gamma(h) / (\sqrt{h} \, \Gamma(h - 1/2))` with h half of df.

    With Stirling's formula for both, whose large parts cancel to -(h - 1) log(1 - 1 / 2h) - 1 / 2.
    """
    half = df / 2
    remainders = stirling_remainder(half) - stirling_remainder(half - 0.5)
    return np.exp(remainders - (half - 1) * np.log1p(-0.5 / half) - 0.5)


def fit_effect_sizes(anovas: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Return the shares of variance of every analysis of variance.

    Parameters
    ----------
    anovas : polars.DataFrame
        One row per cohort, benchmark and factor: ``statistic, df_num, df_den, n_obs, status``.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark, factor and ``measure``, with ``estimate, ci_low, ci_high``
        and the ends ``noncentrality_low, noncentrality_high``.
    """
    rows = []
    known = (*FACTOR_KEY, "statistic", "df_num", "df_den", "n_obs", "status")
    for anova in anovas.sort(*FACTOR_KEY).select(known).to_dicts():
        if anova["status"] != "ok":
            rows += [with_nulls(ShareRow, **anova, measure=name) for name in MEASURES]
            continue
        test = anova["statistic"], anova["df_num"], anova["df_den"]
        ci_low, ci_high, noncentrality_low, noncentrality_high = variance_share_interval(
            *test, confidence_level
        )
        rows += [
            ShareRow(
                **anova,
                measure=name,
                estimate=estimate,
                ci_low=ci_low,
                ci_high=ci_high,
                noncentrality_low=noncentrality_low,
                noncentrality_high=noncentrality_high,
            )
            for name, estimate in variance_shares(*test).items()
        ]
    return to_frame(ShareRow, rows)


def fit_pair_effect_sizes(
    pairs: pl.DataFrame, summaries: pl.DataFrame, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Return Hedges' g of every pair.

    Parameters
    ----------
    pairs : polars.DataFrame
        One row per cohort, benchmark, factor and pair: ``group_a, group_b, n_a, n_b, estimate``.
    summaries : polars.DataFrame
        One row per cohort, benchmark, factor and ``level``, with ``std_dev``.

    Returns
    -------
    polars.DataFrame
        The rows of ``pairs`` with ``pooled_std_dev``, what :func:`hedges_g` returns, and
        ``status``.
    """
    frame = pairs.select(*FACTOR_KEY, "group_a", "group_b", "n_a", "n_b", "estimate")
    for group in ("a", "b"):
        spread = summaries.select(
            *FACTOR_KEY,
            pl.col("level").alias(f"group_{group}"),
            # a single row adds nothing to the variance within groups
            pl.col("std_dev").fill_null(0.0).alias(f"std_dev_{group}"),
        )
        frame = frame.join(spread, on=[*FACTOR_KEY, f"group_{group}"], how="left")
    squares = sum((pl.col(f"n_{g}") - 1) * pl.col(f"std_dev_{g}") ** 2 for g in ("a", "b"))
    df = pl.col("n_a") + pl.col("n_b") - 2
    frame = frame.with_columns(
        pooled_std_dev=pl.when(df > 0).then((squares / df).sqrt()),
    ).with_columns(
        status=pl.when(df < 2)
        .then(pl.lit("fewer than two degrees of freedom"))
        .when(pl.col("pooled_std_dev") == 0)
        .then(pl.lit("no variance within groups"))
        .otherwise(pl.lit("ok"))
    )
    usable = frame.filter(pl.col("status") == "ok")
    estimate, pooled = usable["estimate"], usable["pooled_std_dev"]
    found = hedges_g(estimate, pooled, usable["n_a"], usable["n_b"], confidence_level)
    effects = usable.with_columns(**found)
    rest = frame.filter(pl.col("status") != "ok").with_columns(
        **dict.fromkeys(found, pl.lit(None, dtype=pl.Float64))
    )
    effects = pl.concat([effects, rest]).drop("std_dev_a", "std_dev_b")
    return effects.sort(*FACTOR_KEY, "group_a", "group_b")
