"""Counts and sums of scores per base family and level of a factor, and the pairs of levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from analysis_py.statistics.clustered.regression import ClusteredRegression
from analysis_py.statistics.keys import FACTOR_KEY, FactorKey, by_factor
from analysis_py.statistics.rows import with_nulls

Row = TypeVar("Row")

#: Architectures are clustered by model generation, and a group needs this many. Tests of groups
#: with fewer are unreliable (benchmarks/results/type1_error_clustered.md).
GENERATION, FEWEST_GENERATIONS = "model generation", 4


@dataclass(frozen=True)
class BaseFamilyLevels:
    """Counts and means per base family and level of one factor.

    Attributes
    ----------
    n_obs : ndarray of int, shape (c, k)
    total : ndarray of float, shape (c, k)
        Sums of scores in millionths of a percent: whole numbers, so their sums are exact.
    level_squares : ndarray of float, shape (k,)
        Of the deviations from the mean of the cell, in squared percent, by level.
    generation : ndarray of int, shape (c,)
        Model generation of each cluster; the cluster itself if the sums have none.
    unit : str
        Kind of cluster.
    """

    key: FactorKey
    levels: list[str]
    n_obs: NDArray[np.int64]
    total: NDArray[np.float64]
    level_squares: NDArray[np.float64]
    generation: NDArray[np.int64]
    unit: str

    def select(self, columns: Sequence[int] | NDArray[np.int64]) -> BaseFamilyLevels:
        """Return a selection of the levels."""
        return replace(
            self,
            levels=[self.levels[j] for j in columns],
            n_obs=self.n_obs[:, columns],
            total=self.total[:, columns],
            level_squares=self.level_squares[columns],
        )

    @property
    def repeated(self) -> NDArray[np.int64]:
        """Levels in at least two clusters, whose variance between clusters can be estimated."""
        return np.flatnonzero((self.n_obs > 0).sum(axis=0) > 1)

    @property
    def sum_squares(self) -> float:
        """Sum of the squared deviations from the mean of the cell, in squared percent."""
        return float(self.level_squares.sum())

    @property
    def std_dev(self) -> NDArray[np.float64]:
        """Standard deviation of each level's rows in percent; NaN of fewer than two."""
        n = self.n_obs.sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            centre = self.total.sum(axis=0) / 1e6 / n
            deviation = np.where(self.n_obs > 0, self.mean - centre, 0.0)
            squares = self.level_squares + (self.n_obs * deviation**2).sum(axis=0)
            return np.where(n > 1, np.sqrt(squares / (n - 1)), np.nan)

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean score of each cell in percent; NaN where it is empty."""
        mean = np.full(self.total.shape, np.nan)
        np.divide(self.total / 1e6, self.n_obs, out=mean, where=self.n_obs > 0)
        return mean


def base_family_levels(sums: pl.DataFrame) -> Iterator[BaseFamilyLevels]:
    """Yield the tested levels of every cohort, benchmark and factor.

    Parameters
    ----------
    sums : polars.DataFrame
        One row per cohort, benchmark, factor, level and base family, with ``level_order``,
        ``is_tested``, ``n_obs``, ``total_units`` (millionths of a percent) and ``sum_squares``;
        ``lineage_family``, the generation of a base family, and ``cluster_unit``, the kind
        of cluster other than a base family, may be left out.
    """
    tested = sums.filter("is_tested").sort(*FACTOR_KEY, "level_order", "level", "base_family")
    for key, group in by_factor(tested):
        levels = group["level"].unique(maintain_order=True).to_list()
        families = group["base_family"].unique().sort().to_list()
        row = group["base_family"].replace_strict(families, range(len(families)))
        column = group["level"].replace_strict(levels, range(len(levels)))
        n_obs = np.zeros((len(families), len(levels)), dtype=np.int64)
        total = np.zeros(n_obs.shape)
        n_obs[row, column] = group["n_obs"]
        total[row, column] = group["total_units"]
        generation = np.arange(len(families))
        if "lineage_family" in group.columns:
            lines = group["lineage_family"].unique().sort().to_list()
            generation[row] = group["lineage_family"].replace_strict(lines, range(len(lines)))
        yield BaseFamilyLevels(
            key,
            levels,
            n_obs,
            total,
            np.bincount(column, weights=group["sum_squares"], minlength=len(levels)).astype(float),
            generation,
            group["cluster_unit"][0] if "cluster_unit" in group.columns else "base family",
        )


def level_regression(n_obs: ArrayLike, pairs: ArrayLike) -> ClusteredRegression:
    """Prepare the regression behind differences of level means, with a column per level."""
    n = np.asarray(n_obs, dtype=float)
    cluster, level = np.nonzero(n)
    size, n_level = n[cluster, level], n.sum(axis=0)
    # indicator columns are orthogonal and need no decomposition
    basis = np.zeros((len(level), n.shape[1]))
    basis[np.arange(len(level)), level] = np.sqrt(size / n_level[level])
    a, b = np.asarray(pairs).T
    loading = (np.eye(n.shape[1])[a] - np.eye(n.shape[1])[b]) / np.sqrt(n_level)
    is_estimable = np.ones(len(loading), dtype=bool)
    of_cluster = np.unique(cluster, return_inverse=True)[1]
    return ClusteredRegression(np.sqrt(size), basis, loading, is_estimable, of_cluster)


@dataclass(frozen=True, kw_only=True)
class PairRow:
    """A pair of levels with the fields that all methods share."""

    group_a: str
    group_b: str
    n_a: int
    n_b: int
    n_clusters_a: int
    n_clusters_b: int
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    warning: str | None
    status: str


def pair_rows(
    data: BaseFamilyLevels, row_type: type[Row], **known: object
) -> Iterator[tuple[Row, int, int]]:
    """Yield an untested row for every pair of levels, with its two positions.

    Parameters
    ----------
    row_type : type
        With the fields of :class:`PairRow`, an estimate, and ``status``: ``ok`` or the obstacle to
        a test. Obstacles are an empty group, fewer model generations than
        :data:`FEWEST_GENERATIONS`, or a single cluster, whose variance between clusters cannot be
        estimated.
    **known : object
        Other fields that cannot be null.
    """
    n = data.n_obs.sum(axis=0)
    n_clusters = (data.n_obs > 0).sum(axis=0)
    mean = np.full(len(n), np.nan)
    np.divide(data.total.sum(axis=0) / 1e6, n, out=mean, where=n > 0)
    for a, b in combinations(range(len(data.levels)), 2):
        estimate = float(mean[a] - mean[b])
        yield (
            with_nulls(
                row_type,
                **known,
                group_a=data.levels[a],
                group_b=data.levels[b],
                n_a=int(n[a]),
                n_b=int(n[b]),
                n_clusters_a=int(n_clusters[a]),
                n_clusters_b=int(n_clusters[b]),
                estimate=estimate if np.isfinite(estimate) else None,
                status=_obstacle(n_clusters[a], n_clusters[b], data.unit),
            ),
            a,
            b,
        )


def _obstacle(n_clusters_a: int, n_clusters_b: int, unit: str) -> str:
    fewest = min(n_clusters_a, n_clusters_b)
    if fewest == 0:
        return "a group has no observation"
    if unit == GENERATION and fewest < FEWEST_GENERATIONS:
        return "fewer than four model generations on a side"
    return "ok" if fewest > 1 else f"a group lies in one {unit}"
