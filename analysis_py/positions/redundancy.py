"""How much of a benchmark the others already say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from analysis_py.positions.intervals import N_FOLDS
from analysis_py.rows import frame_of, unfilled

Floats = NDArray[np.float64]
Fold = tuple[NDArray[np.int64], NDArray[np.int64]]

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


class _Group(TypedDict):
    """Evaluations with a score on every benchmark of their cohort."""

    cohort_id: str
    period: str
    n_benchmarks: int
    n_obs: int
    n_base_families: int


def fit_redundancy(scores: pl.DataFrame) -> pl.DataFrame:
    """Predict every benchmark from the others of its cohort, base families left out.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per cohort, ``period``, benchmark and evaluation, with ``score_pct`` and
        ``base_family``.

    Returns
    -------
    polars.DataFrame
        One row per cohort, period and benchmark, as :class:`RedundancyRow`. ``r_squared`` is one
        less the ratio of squared errors of predictions to those of the mean, both of families left
        out. ``alpha`` is the reliability of the average of all (Cronbach 1951, Psychometrika 16,
        297-334) and ``alpha_without`` that without the benchmark. ``n_effective_abilities`` is the
        squared sum of the correlation matrix's eigenvalues over the sum of their squares: the
        number of unrelated benchmarks that would spread as much.
    """
    rows: list[RedundancyRow] = []
    for (cohort, period), group in scores.sort("cohort_id", "period", "benchmark_id").group_by(
        "cohort_id", "period", maintain_order=True
    ):
        rows += _rows(str(cohort), str(period), group)
    return frame_of(RedundancyRow, rows).with_columns(pl.col(pl.Float64).fill_nan(None))


def _rows(cohort: str, period: str, group: pl.DataFrame) -> list[RedundancyRow]:
    benchmarks = group["benchmark_id"].unique().sort().to_list()
    wide = (
        group.pivot("benchmark_id", index=["evaluation_id", "base_family"], values="score_pct")
        .drop_nulls()
        .sort("evaluation_id")
    )
    matrix = wide.select(benchmarks).to_numpy().astype(float)
    families = wide["base_family"].to_numpy().astype(object)
    n_families = len(np.unique(families))
    spread = matrix.std(axis=0, ddof=1) if len(matrix) > 1 else np.zeros(len(benchmarks))
    status = _status(len(benchmarks), n_families, spread)
    shared: _Group = {
        "cohort_id": cohort,
        "period": period,
        "n_benchmarks": len(benchmarks),
        "n_obs": len(matrix),
        "n_base_families": n_families,
    }
    if status != "ok":
        return [
            unfilled(
                RedundancyRow,
                **shared,
                benchmark_id=name,
                std_dev_pct=float(spread[j]),
                status=status,
            )
            for j, name in enumerate(benchmarks)
        ]
    correlations = np.corrcoef(matrix.T)
    eigenvalues = np.linalg.eigvalsh(correlations)
    effective = float(eigenvalues.sum() ** 2 / np.sum(eigenvalues**2))
    np.fill_diagonal(correlations, -np.inf)
    folds = list(GroupKFold(n_splits=N_FOLDS).split(matrix, groups=families))
    found = []
    for j, name in enumerate(benchmarks):
        others = np.delete(matrix, j, axis=1)
        own = matrix[:, j]
        predicted, guessed = _predict(others, own, folds)
        error = float(np.mean((own - predicted) ** 2))
        nearest = int(np.argmax(correlations[j]))
        found.append(
            RedundancyRow(
                **shared,
                benchmark_id=name,
                r_squared=1 - error / float(np.mean((own - guessed) ** 2)),
                rmse_pct=float(np.sqrt(error)),
                std_dev_pct=float(spread[j]),
                nearest_benchmark_id=benchmarks[nearest],
                nearest_correlation=float(correlations[j, nearest]),
                alpha=_alpha(matrix),
                alpha_without=_alpha(others) if len(benchmarks) > 2 else None,
                n_effective_abilities=effective,
                status="ok",
            )
        )
    return found


def _status(n_benchmarks: int, n_families: int, spread: Floats) -> str:
    if n_benchmarks < 2:
        return "only one benchmark"
    if n_families < FEWEST_FAMILIES:
        return f"only {n_families} base families, {FEWEST_FAMILIES} are needed"
    if np.any(spread == 0):
        return "a benchmark does not vary"
    return "ok"


def _predict(others: Floats, own: Floats, folds: list[Fold]) -> tuple[Floats, Floats]:
    """Return least-squares predictions and means, each of the evaluations of other folds."""
    predicted, guessed = np.empty_like(own), np.empty_like(own)
    for kept, out in folds:
        centre, level = others[kept].mean(axis=0), own[kept].mean()
        slopes, *_ = np.linalg.lstsq(others[kept] - centre, own[kept] - level, rcond=None)
        predicted[out] = level + (others[out] - centre) @ slopes
        guessed[out] = level
    return predicted, guessed


def _alpha(matrix: Floats) -> float | None:
    """Return the reliability of the average of the columns, None where the average is constant."""
    n = matrix.shape[1]
    total = matrix.sum(axis=1).var(ddof=1)
    if total == 0:
        return None
    return float(n / (n - 1) * (1 - matrix.var(axis=0, ddof=1).sum() / total))
