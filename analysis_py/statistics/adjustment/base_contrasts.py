"""Comparison of training types within base families, for every cohort and benchmark."""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special

from analysis_py.statistics.adjustment.tuning_leads import tuning_leads
from analysis_py.statistics.adjustment.within_base import (
    BaseSums,
    Estimate,
    MixedFit,
    fixed_effects,
    mixed_model,
)
from analysis_py.statistics.adjustment.within_base_rows import WithinBaseRow
from analysis_py.statistics.adjustment.within_base_simulation import WithinBaseSimulation
from analysis_py.statistics.keys import BENCHMARK_KEY, BenchmarkKey, by_benchmark
from analysis_py.statistics.numerics.contrast_tests import calibrated_test, df_warning
from analysis_py.statistics.rows import to_frame, with_nulls

FACTOR = "training_type"
MIXED_FORMULA = "score_pct ~ within + share + (1 | base_family) + (0 + within | base_family)"


@dataclass(frozen=True)
class Method:
    """A method to compare two types within bases, and its weight of a base."""

    name: str
    formula: str
    weights: str


FIXED = Method("fixed effects", "score_pct ~ type + base_family", "n_a n_b / (n_a + n_b)")
WITHIN = Method(
    "mixed, within", MIXED_FORMULA, "1 / (effect_sd² + residual_sd² (1 / n_a + 1 / n_b))"
)
BETWEEN = Method("mixed, between", MIXED_FORMULA, "1 / (base_sd² + residual_sd² / n)")

#: A base with a larger weight dominates the estimate.
LARGEST_WEIGHT = 0.5
#: Largest type I error rate, at the nominal 5 %, without a warning.
HIGHEST_SIZE = 0.07


def fit_within_base(
    bases: pl.DataFrame,
    cells: pl.DataFrame,
    confidence_level: float = 0.95,
    n_simulations: int = 2000,
    seed: int = 20240112,
) -> pl.DataFrame:
    """Compare training types within their bases, and tuned types with pretrained models.

    Parameters
    ----------
    bases : polars.DataFrame
        As for :func:`base_contrasts`.
    cells : polars.DataFrame
        As for :func:`~analysis_py.statistics.adjustment.tuning_leads.tuning_leads`.
    confidence_level : float
        Of each interval; not simultaneous.
    n_simulations, seed : int
        Number of samples without a difference that give the error rates of comparisons within
        bases.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark, pair of types and method, as :class:`WithinBaseRow`.
    """
    contrasts = base_contrasts(bases, confidence_level, n_simulations, seed)
    return to_frame(WithinBaseRow, [*contrasts, *tuning_leads(cells, confidence_level)])


def base_contrasts(
    bases: pl.DataFrame, confidence_level: float, n_simulations: int, seed: int
) -> list[WithinBaseRow]:
    """Compare every two training types within the bases that have both.

    Parameters
    ----------
    bases : polars.DataFrame
        One row per cohort, benchmark, ``factor``, ``level`` and ``base_family``, with ``n_obs``,
        the total score in millionths of a percent (``total_units``) and ``sum_squares`` in squared
        percent. Only training types are compared.
    confidence_level : float
        Of each interval. Tests are simulated at the level of one minus it.
    n_simulations, seed : int
        Number of samples without a difference that give each comparison's error rate.
    """
    types = bases.filter((pl.col("factor") == FACTOR) & pl.col("base_family").is_not_null())
    n_bases = max(types["base_family"].n_unique(), 1)
    simulation = WithinBaseSimulation(n_bases, n_simulations, seed, 1 - confidence_level)
    return [
        row
        for key, group in by_benchmark(types.sort(*BENCHMARK_KEY, "base_family", "level"))
        for pair in combinations(sorted(set(group["level"].to_list())), 2)
        for row in _pair(key, group, *pair, confidence_level, simulation)
    ]


def base_sums(group: pl.DataFrame, group_a: str, group_b: str) -> BaseSums:
    """Join the sums of two types.

    Parameters
    ----------
    group : polars.DataFrame
        As for :func:`base_contrasts`, of one cohort and benchmark.
    group_a, group_b : str
        Training types.
    """
    used = group.filter(pl.col("level").is_in([group_a, group_b]) & (pl.col("n_obs") > 0))
    labels, base = np.unique(used["base_family"].to_numpy(), return_inverse=True)
    side = (used["level"] == group_b).cast(pl.Int64).to_numpy()
    n, mean = np.zeros((2, len(labels), 2))
    n[base, side] = used["n_obs"].to_numpy()
    mean[base, side] = used["total_units"].to_numpy() / used["n_obs"].to_numpy() / 1e6
    return BaseSums(n, mean, float(np.sum(used["sum_squares"].to_numpy())))


def _pair(
    key: BenchmarkKey,
    group: pl.DataFrame,
    group_a: str,
    group_b: str,
    confidence_level: float,
    simulation: WithinBaseSimulation,
) -> list[WithinBaseRow]:
    sums = base_sums(group, group_a, group_b)
    status = _problem(sums)
    mixed = mixed_model(sums) if status is None else None
    rows = [
        _row(key, sums, (group_a, group_b), method, mixed, status or "ok", confidence_level)
        for method in (FIXED, WITHIN, BETWEEN)
    ]
    if mixed is None:
        return rows
    rates = simulation.type1_errors(sums, mixed)
    judged = (
        _add_error_rate(row, rate, simulation.n_simulations)
        for row, rate in zip(rows, rates, strict=False)
    )
    return [*judged, rows[-1]]


def _add_error_rate(row: WithinBaseRow, rate: float, n_simulations: int) -> WithinBaseRow:
    """Add the type I error rate of a row's test, with a warning if it is too high."""
    if row.p_value is None:
        return row
    warnings = [row.warning] if row.warning else []
    if rate > HIGHEST_SIZE:
        warnings.append(f"says different in {100 * rate:.1f} % of samples without a difference")
    return replace(
        row,
        type1_error=rate,
        n_simulations=n_simulations,
        warning="; ".join(warnings) or None,
    )


def _problem(sums: BaseSums) -> str | None:
    """Return why types cannot be compared within bases, or None."""
    if not sums.holds_both.any():
        return "no base family holds both"
    if sums.holds_both.sum() < 2:
        return "one base family holds both"
    if sums.df_residual < 1:
        return "no base family has two evaluations of a type"
    if not sums.sum_squares > 1e-12 * float(np.sum(sums.total)):
        return "no variance within base families"
    return None


def _row(
    key: BenchmarkKey,
    sums: BaseSums,
    groups: tuple[str, str],
    method: Method,
    mixed: MixedFit | None,
    status: str,
    confidence_level: float,
) -> WithinBaseRow:
    """Return the row of one method, with its test where the mixed model could be fitted."""
    row = _count(key, sums, groups, method, status)
    if mixed is None:
        return row
    contrast, weight = _estimate(sums, method, mixed)
    share = weight / weight.sum()
    row = replace(
        row,
        largest_weight=float(share.max()),
        n_bases_effective=float(1 / np.sum(share**2)),
    )
    if contrast is None:
        return replace(row, status="all bases have one share of either type")
    if not (contrast.std_error > 0 and contrast.df > 0):
        return replace(row, status="no variance between base families")
    row = _with_test(row, contrast, method, confidence_level)
    return (
        row if method is FIXED else _with_deviations(row, contrast, method, mixed, confidence_level)
    )


def _count(
    key: BenchmarkKey, sums: BaseSums, groups: tuple[str, str], method: Method, status: str
) -> WithinBaseRow:
    """Return what a method compares: its groups, and the rows and bases that it uses."""
    n_a, n_b = (int(n) for n in sums.n[sums.holds_both].sum(axis=0))
    n_bases = int(sums.holds_both.sum())
    n_bases_used = n_bases if method is FIXED else len(sums.total)
    return with_nulls(
        WithinBaseRow,
        **key,
        factor=FACTOR,
        method=method.name,
        group_a=groups[0],
        group_b=groups[1],
        n_a=n_a,
        n_b=n_b,
        n_bases=n_bases,
        n_used=n_a + n_b if method is FIXED else int(sums.n.sum()),
        n_bases_used=n_bases_used,
        cluster="base_family",
        n_clusters=n_bases_used,
        weights=method.weights,
        formula=method.formula,
        status=status,
    )


def _with_test(
    row: WithinBaseRow, contrast: Estimate, method: Method, confidence_level: float
) -> WithinBaseRow:
    """Add the test of a contrast, and what makes it doubtful."""
    estimate, std_error, df = contrast.estimate, contrast.std_error, contrast.df
    warnings = [df_warning(df)]
    largest = row.largest_weight or 0.0
    if method is not BETWEEN and largest > LARGEST_WEIGHT:
        warnings.insert(0, f"one base family holds {100 * largest:.0f} % of the weight")
    return replace(
        row,
        estimate=estimate,
        std_error=std_error,
        df_den=df,
        **calibrated_test(estimate, std_error, df, None, confidence_level),
        warning="; ".join(warning for warning in warnings if warning) or None,
    )


def _with_deviations(
    row: WithinBaseRow,
    contrast: Estimate,
    method: Method,
    mixed: MixedFit,
    confidence_level: float,
) -> WithinBaseRow:
    """Add the standard deviations of the mixed model, and what another base may show."""
    row = replace(row, base_sd=mixed.base_sd, residual_sd=mixed.residual_sd)
    if method is BETWEEN:
        return row
    limits = prediction(contrast, mixed.effect_sd, row.n_bases, confidence_level)
    low, high = limits or (None, None)
    return replace(row, effect_sd=mixed.effect_sd, prediction_low=low, prediction_high=high)


def _estimate(
    sums: BaseSums, method: Method, mixed: MixedFit
) -> tuple[Estimate | None, NDArray[np.float64]]:
    """Return the estimate of a method and the weight of each base."""
    effect, base, residual = (x**2 for x in (mixed.effect_sd, mixed.base_sd, mixed.residual_sd))
    if method is FIXED:
        return fixed_effects(sums, effect, residual), sums.weight
    if method is WITHIN:
        return mixed.within, 1 / (effect + residual / sums.weight)
    return mixed.between, 1 / (base + residual / sums.total)


def prediction(
    estimate: Estimate, effect_sd: float, n_bases: int, confidence_level: float
) -> tuple[float, float] | None:
    """Return the prediction interval of a new base's difference, or None for two bases.

    Higgins, Thompson and Spiegelhalter (2009, Journal of the Royal Statistical Society A 172,
    137-159), equation 12.
    """
    if n_bases < 3:
        return None
    t = float(special.stdtrit(n_bases - 2, (1 + confidence_level) / 2))
    margin = t * float(np.hypot(effect_sd, estimate.std_error))
    return estimate.estimate - margin, estimate.estimate + margin
