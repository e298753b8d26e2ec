"""Redundancy of benchmarks: each predicted from the others, and the reliability of their mean."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from sklearn.model_selection import GroupKFold

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.numerics.numbering import numbered
from analysis_py.statistics.positions.intervals import N_FOLDS
from analysis_py.statistics.rows import to_frame, with_nulls

#: All half-years together.
ALL_PERIODS = "all"

#: Fewer base families leave too little to predict from.
FEWEST_FAMILIES = 20


@dataclass(frozen=True, kw_only=True)
class RedundancyRow:
    """One benchmark of one cohort and period, as predicted from the others."""

    cohort_id: str
    period: str
    benchmark_id: str
    r_squared: float | None
    rmse_pct: float | None
    std_dev_pct: float
    nearest_benchmark_id: str | None
    nearest_correlation: float | None
    alpha: float | None
    alpha_without: float | None
    n_effective_abilities: float | None
    n_benchmarks: int
    n_obs: int
    n_base_families: int
    status: str


def fit_redundancy(scores: pl.DataFrame) -> pl.DataFrame:
    """Predict every benchmark from the others of its cohort, base families left out.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per cohort, benchmark and evaluation, with ``score_pct``, ``base_family`` and
        ``period``, null where it is not known.

    Returns
    -------
    polars.DataFrame
        One row per cohort, period and benchmark, and per cohort and benchmark for
        :data:`ALL_PERIODS`, as :class:`RedundancyRow`. ``r_squared`` is one
        less the ratio of squared errors of predictions to those of the mean, both of families left
        out. ``alpha`` is the reliability of the average of all (Cronbach 1951, Psychometrika 16,
        297-334) and ``alpha_without`` that without the benchmark. ``n_effective_abilities`` is the
        squared sum of the correlation matrix's eigenvalues over the sum of their squares: the
        number of unrelated benchmarks that would spread as much.
    """
    rows: list[RedundancyRow] = []
    for cohort in scores["cohort_id"].unique().sort():
        wide = (
            scores.filter(pl.col("cohort_id") == cohort)
            .pivot(
                "benchmark_id",
                index=["evaluation_id", "base_family", "period"],
                values="score_pct",
                sort_columns=True,
            )
            .sort("evaluation_id")
        )
        for period in wide["period"].drop_nulls().unique().sort():
            rows += _predict_benchmarks(cohort, period, wide.filter(pl.col("period") == period))
        rows += _predict_benchmarks(cohort, ALL_PERIODS, wide)
    return to_frame(RedundancyRow, rows).with_columns(pl.col(pl.Float64).fill_nan(None))


def _predict_benchmarks(cohort: str, period: str, group: pl.DataFrame) -> list[RedundancyRow]:
    benchmarks = [name for name in group.columns[3:] if group[name].count()]
    wide = group.drop_nulls(["base_family", *benchmarks])
    matrix = wide.select(benchmarks).to_numpy().astype(float)
    names, families = numbered(wide["base_family"])
    n_families = len(names)
    spread = matrix.std(axis=0, ddof=1) if len(matrix) > 1 else np.zeros(len(benchmarks))
    status = _status(len(benchmarks), n_families, spread)
    found = [
        with_nulls(
            RedundancyRow,
            cohort_id=cohort,
            period=period,
            benchmark_id=name,
            std_dev_pct=float(spread[j]),
            n_benchmarks=len(benchmarks),
            n_obs=len(matrix),
            n_base_families=n_families,
            status=status,
        )
        for j, name in enumerate(benchmarks)
    ]
    if status != "ok":
        return found
    correlations = np.corrcoef(matrix.T)
    eigenvalues = np.linalg.eigvalsh(correlations)
    effective = float(eigenvalues.sum() ** 2 / np.sum(eigenvalues**2))
    np.fill_diagonal(correlations, -np.inf)
    moments = _Moments.of(matrix, families)
    for j, row in enumerate(found):
        others = np.delete(matrix, j, axis=1)
        error, of_mean = moments.errors(j)
        nearest = int(np.argmax(correlations[j]))
        found[j] = replace(
            row,
            r_squared=1 - error / of_mean,
            # a difference of large sums, which may end just below 0
            rmse_pct=float(np.sqrt(max(error, 0.0))),
            nearest_benchmark_id=benchmarks[nearest],
            nearest_correlation=float(correlations[j, nearest]),
            alpha=_alpha(matrix),
            alpha_without=_alpha(others) if len(benchmarks) > 2 else None,
            n_effective_abilities=effective,
        )
    return found


def _status(n_benchmarks: int, n_families: int, spread: FloatArray) -> str:
    if n_benchmarks < 2:
        return "only one benchmark"
    if n_families < FEWEST_FAMILIES:
        return f"only {n_families} base families, {FEWEST_FAMILIES} are needed"
    if np.any(spread == 0):
        return "a benchmark does not vary"
    return "ok"


@dataclass(frozen=True)
class _Moments:
    """Counts, sums and sums of products of all benchmarks, by fold of base families.

    Least squares know no more of the evaluations, and so take as long however many there are.

    Attributes
    ----------
    n : numpy.ndarray, shape (number of folds,)
    sums : numpy.ndarray, shape (number of folds, b)
        Of scores less their mean, which keeps digits.
    products : numpy.ndarray, shape (number of folds, b, b)
    """

    n: FloatArray
    sums: FloatArray
    products: FloatArray

    @classmethod
    def of(cls, matrix: FloatArray, families: IntArray) -> _Moments:
        """Assign base families to folds and sum up their evaluations."""
        centred = matrix - matrix.mean(axis=0)
        folds = GroupKFold(n_splits=N_FOLDS).split(matrix, groups=families)
        parts = [centred[out] for _, out in folds]
        return cls(
            np.array([float(len(part)) for part in parts]),
            np.array([part.sum(axis=0) for part in parts]),
            np.array([part.T @ part for part in parts]),
        )

    def errors(self, j: int) -> tuple[float, float]:
        """Return the mean squared errors of predicting benchmark j by the others, and by its mean.

        Each fold is predicted from the others.
        """
        n_benchmarks = self.sums.shape[1]
        others = np.delete(np.arange(n_benchmarks), j)
        of_others, of_mean = 0.0, 0.0
        for k in range(len(self.n)):
            kept = np.arange(len(self.n)) != k
            centre = self.sums[kept].sum(axis=0) / self.n[kept].sum()
            spread = self.products[kept].sum(axis=0)
            spread = spread - self.n[kept].sum() * np.outer(centre, centre)
            slopes, *_ = np.linalg.lstsq(
                spread[np.ix_(others, others)], spread[others, j], rcond=None
            )
            weights = np.zeros(n_benchmarks)
            weights[j], weights[others] = 1.0, -slopes
            about = self.products[k] - np.outer(centre, self.sums[k])
            about = about - np.outer(self.sums[k], centre) + self.n[k] * np.outer(centre, centre)
            of_others += float(weights @ about @ weights)
            of_mean += float(about[j, j])
        return of_others / float(self.n.sum()), of_mean / float(self.n.sum())


def _alpha(matrix: FloatArray) -> float | None:
    """Return the reliability of the average of the columns, None where the average is constant."""
    n = matrix.shape[1]
    total = matrix.sum(axis=1).var(ddof=1)
    if total == 0:
        return None
    return float(n / (n - 1) * (1 - matrix.var(axis=0, ddof=1).sum() / total))
