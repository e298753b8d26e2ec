"""Agreement of the size curves of raw and scaled scores, with base families left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.gamm.engine import GammError, GammFit
from analysis_py.statistics.gamm.engine.curves import grid, smooth_of
from analysis_py.statistics.gamm.model_spec import BASE, SIZE, UPLOADER
from analysis_py.statistics.gamm.plans import (
    log_scale_factor,
    model_frame,
    plan_model,
)
from analysis_py.statistics.gamm.type1_error import FamilyDesign
from analysis_py.statistics.numerics.jackknife import jackknife, miss_rates, n_redraws, t_interval
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls

TERM = f"s({SIZE})"
RAW, SCALED = "size_clustered", "size_scaled_clustered"
_POINTS = 100


@dataclass(frozen=True, kw_only=True)
class AgreementRow:
    """The correlation of two curves over the grid, with its interval over base families."""

    cohort_id: str
    gamm: str
    benchmark_id: str
    term: str
    correlation: float | None
    ci_low: float | None
    ci_high: float | None
    type1_error: float | None
    n_obs: int
    n_families: int
    n_simulations: int
    seed: int
    status: str


@dataclass(frozen=True)
class FamilyEquations:
    """Normal equations of each base family, its own intercept absorbed; the penalty is held."""

    families: list[str]
    information: FloatArray
    right: FloatArray
    penalty: FloatArray
    basis: FloatArray
    columns: np.ndarray

    @classmethod
    def sum_up(cls, fit: GammFit, x: FloatArray | None = None) -> FamilyEquations:
        """Sum up the rows of a clustered fit by base family; curves are at the sizes `x`."""
        design = FamilyDesign(fit)
        family = fit.data.factors[BASE]
        shrunk = 1 / (design.families @ design.w + fit.smoothing[f"s({BASE})"])
        information, right = [], []
        sums, totals = (
            (design.families @ design.WX).toarray(),
            design.families @ (design.w * design.y),
        )
        order = np.argsort(family.codes, kind="stable")
        X, WX, y = design.X[order], design.WX[order], design.y[order]
        ends = np.cumsum(np.bincount(family.codes))
        for code, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
            weighted, share = WX[start:end], shrunk[code]
            information.append(X[start:end].T @ weighted - share * np.outer(sums[code], sums[code]))
            right.append(weighted.T @ y[start:end] - share * sums[code] * totals[code])
        block, basis = smooth_of(fit, TERM)
        at = grid(block, _POINTS) if x is None else x
        return cls(
            [str(level) for level in family.levels],
            np.array(information),
            np.array(right),
            np.diag(design.known),
            basis.evaluate(at),
            design.columns[TERM],
        )

    @cached_property
    def _factors(self) -> list[tuple[np.ndarray, FloatArray]]:
        """Families by the rank of their information, with its factors, shape (m, rank, p)."""
        values, vectors = np.linalg.eigh(self.information)
        ranks = (values > 1e-12 * values[:, -1:]).sum(axis=1)
        # the next power of two, so that there are few
        ranks = np.minimum(
            2 ** np.ceil(np.log2(np.maximum(ranks, 1))).astype(int), len(self.penalty)
        )
        roots = (vectors * np.sqrt(np.maximum(values, 0.0))[:, None]).transpose(0, 2, 1)
        factors = []
        for rank in np.unique(ranks):
            units = np.flatnonzero(ranks == rank)
            factors.append((units, np.ascontiguousarray(roots[units, -rank:])))
        return factors

    def curves(self, times: FloatArray) -> FloatArray:
        """Return curves of samples of families and without each of them; shape (s, 1 + g, points).

        By Woodbury's formula, as a family has few rows that differ; `times` is how often a sample
        has each family, and the curve without one that it has not is 0.
        """
        left = np.tensordot(times, self.information, 1) + self.penalty
        # an effect of which no family is left stays at zero
        inverses = np.linalg.inv(left + 1e-9 * np.eye(len(self.penalty)))
        rights = times @ self.right
        curves = np.zeros((len(times), 1 + len(self.families), len(self.basis)))
        for curve, weight, inverse, right in zip(curves, times, inverses, rights, strict=True):
            coefficients = (right - self.right) @ inverse
            for units, factor in self._factors:
                is_out = weight[units] > 0
                out, turned = units[is_out], factor[is_out]
                moved = turned @ inverse
                inner = np.eye(turned.shape[1]) - moved @ turned.transpose(0, 2, 1)
                step = np.linalg.solve(inner, turned @ coefficients[out][:, :, None])
                coefficients[out] += (step.transpose(0, 2, 1) @ moved)[:, 0]
            curve[0] = self.basis @ (right @ inverse)[self.columns]
            is_left_out = np.flatnonzero(weight)
            curve[1 + is_left_out] = coefficients[is_left_out][:, self.columns] @ self.basis.T
        return curves


def fit_curve_agreement(
    members: pl.DataFrame,
    scores: pl.DataFrame,
    cohort_benchmarks: pl.DataFrame,
    confidence_level: float = 0.95,
    seed: int = 0,
    n_jobs: int | None = None,
) -> pl.DataFrame:
    """Correlate the size curves of raw and scaled scores of every cohort and benchmark.

    Parameters
    ----------
    members, scores, cohort_benchmarks : polars.DataFrame
        As for :func:`~analysis_py.statistics.gamm.models.fit_gamms`.
    confidence_level : float
    seed : int
        Of the samples of base families.
    n_jobs : int, optional

    Returns
    -------
    polars.DataFrame
        One row per cohort and benchmark, as :class:`AgreementRow`, of curves without a random
        effect of the uploader. The interval is a jackknife of base families on Fisher's z, by the
        published smoother with its smoothing held;
        ``type1_error`` is how often its lower end, by which curves count as similar, lies above the
        truth in samples of families.
    """
    jobs = []
    for (cohort,), group in cohort_benchmarks.group_by("cohort_id", maintain_order=True):
        of_cohort = pl.col("cohort_id") == cohort
        names = group["benchmark_id"].to_list()
        rows = model_frame(members.filter(of_cohort), scores.filter(of_cohort), names)
        # hundreds of uploaders would be columns of the equations of each base family
        rows = rows.with_columns(log_scale_factor()).drop(UPLOADER, strict=False)
        jobs += [(rows, str(cohort), name, names, confidence_level, seed) for name in names]
    rows_found = in_processes(_compare, jobs, "curves of scaled scores compared", n_jobs)
    return to_frame(AgreementRow, rows_found)


def _from_below(*figures: Any) -> tuple[FloatArray, FloatArray]:
    low, _ = t_interval(*figures)
    return low, np.full_like(low, 1e9)


def _compare(
    rows: pl.DataFrame,
    cohort_id: str,
    benchmark_id: str,
    names: list[str],
    level: float,
    seed: int,
) -> AgreementRow:
    plans = [plan_model(rows, gamm, benchmark_id, names) for gamm in (RAW, SCALED)]
    row = with_nulls(
        AgreementRow,
        cohort_id=cohort_id,
        gamm=RAW,
        benchmark_id=benchmark_id,
        term=TERM,
        n_obs=plans[0].n_obs,
        n_families=0,
        n_simulations=0,
        seed=seed,
        status=next((plan.problem for plan in plans if plan.problem), "ok"),
    )
    if row.status != "ok":
        return row
    try:
        raw, scaled = (plan.fit() for plan in plans)
    except GammError as error:
        return replace(row, status=str(error))
    if any(BASE not in fit.data.factors for fit in (raw, scaled)):
        return replace(row, status="every row is a base family of its own")
    one = FamilyEquations.sum_up(raw)
    other = FamilyEquations.sum_up(scaled, grid(smooth_of(raw, TERM)[0], _POINTS))
    if one.families != other.families:
        return replace(row, status="the two models have other base families")

    known, g = (
        _correlate_curves(one, other, level, (seed, cohort_id, benchmark_id)),
        len(one.families),
    )
    return replace(
        row,
        correlation=known[0],
        ci_low=known[1],
        ci_high=known[2],
        type1_error=known[3],
        n_families=g,
        n_simulations=n_redraws(g),
    )


def _correlate_curves(
    one: FamilyEquations, other: FamilyEquations, level: float, seeded_by: tuple[int, str, str]
) -> list[float | None]:
    """Return the correlation of two curves, the ends of its interval, and its type I error."""
    # what matters of two curves about their means are the products of their coefficients
    both = np.hstack([one.basis, other.basis])
    factor = np.linalg.qr(both - both.mean(axis=0), mode="r")
    of_one, of_other = np.split(factor, [one.basis.shape[1]], axis=1)
    one, other = replace(one, basis=of_one), replace(other, basis=of_other)

    def of_samples(times: FloatArray) -> tuple[FloatArray, FloatArray]:
        a, b = (each.curves(times) for each in (one, other))
        with np.errstate(divide="ignore", invalid="ignore"):
            r = (a * b).sum(axis=2) / np.sqrt((a**2).sum(axis=2) * (b**2).sum(axis=2))
            z = np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12))[:, :, None]
        return z[:, 0], z[:, 1:]

    g = len(one.families)
    estimate, without = (z[0, ..., 0] for z in of_samples(np.ones((1, g))))
    made = jackknife(float(estimate), without, level)
    rng = np.random.default_rng(bootstrap_seed(*seeded_by, "redrawn"))
    (rate,) = miss_rates(of_samples, g, level, rng, _from_below)
    values = np.tanh([made.estimate, made.ci_low, made.ci_high])
    return [float(value) if np.isfinite(value) else None for value in (*values, rate)]
