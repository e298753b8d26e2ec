"""Comparison of training types, adjusted for size and architecture.

Fine-tuned models of a leaderboard differ from its pretrained models in size and architecture. Two
models adjust for that: the analysis of covariance, in which a type shifts the curve of the score
over log size; and g-computation (Robins 1986, Mathematical Modelling 7, 1393-1512), in which a type
also tilts the curve. Both predict every evaluation of the cohort under each type and average.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.numerics.contrast_tests import df_warning
from analysis_py.statistics.numerics.numbering import number_labels

#: Formula of each method; z is the log size, standardised over the rows of the fit.
FORMULAS = {
    "ancova": "score_pct ~ training_type + z + z^2 + z^3 + architecture_family",
    "g_computation": "score_pct ~ training_type * z + z^2 + z^3 + architecture_family",
}

#: Smallest share of rows within the common support; below it a comparison extrapolates.
MINIMUM_SHARE = 0.9


@dataclass(frozen=True)
class TypedCells:
    """Cells of rows that agree in type, size, architecture family and base family.

    Attributes
    ----------
    levels : list of str, length k
        The training types of the rows.
    level : ndarray of int, shape (m,)
        Position in ``levels`` of each cell.
    log_size : ndarray, shape (m,)
    family, base_family, generation : ndarray of int, shape (m,)
    n_obs : ndarray of int, shape (m,)
    mean : ndarray, shape (m,)
        Mean score in percent.
    level_squares : ndarray, shape (k,)
        Of the deviations from the mean of the cell, by level.
    """

    levels: list[str]
    level: NDArray[np.int64]
    log_size: NDArray[np.float64]
    family: NDArray[np.int64]
    base_family: NDArray[np.int64]
    generation: NDArray[np.int64]
    n_obs: NDArray[np.int64]
    mean: NDArray[np.float64]
    level_squares: NDArray[np.float64]

    @classmethod
    def from_frame(cls, cells: pl.DataFrame) -> TypedCells:
        """Return the cells that have a size and a score.

        Parameters
        ----------
        cells : polars.DataFrame
            One row per ``training_type``, ``architecture_family``, ``parameters_b`` and
            ``base_family``, with ``n_obs``, ``mean`` and ``sum_squares``; ``lineage_family`` may be
            left out.
        """
        used = cells.filter((pl.col("n_obs") > 0) & pl.col("parameters_b").is_not_null()).sort(
            "training_type", "architecture_family", "parameters_b", "base_family"
        )
        levels, level = number_labels(used["training_type"])
        line = "lineage_family" if "lineage_family" in used.columns else "base_family"
        return cls(
            levels,
            level,
            np.log(used["parameters_b"].to_numpy()),
            number_labels(used["architecture_family"])[1],
            number_labels(used["base_family"])[1],
            number_labels(used[line])[1],
            used["n_obs"].to_numpy(),
            used["mean"].to_numpy(),
            np.bincount(
                level, weights=used["sum_squares"].to_numpy(), minlength=len(levels)
            ).astype(float),
        )

    @property
    def sum_squares(self) -> float:
        """Sum of the squared deviations from the mean of the cell."""
        return float(self.level_squares.sum())

    @property
    def problem(self) -> str | None:
        """The reason why the types cannot be compared, or None."""
        if len(self.levels) < 2:
            return "one group only" if self.levels else "no observations"
        if len(np.unique(self.log_size)) < 5:
            return "fewer than five sizes"
        return None

    def n_of(self, j: int) -> int:
        """Return the number of rows of a level."""
        return int(self.n_obs[self.level == j].sum())

    def n_base_families_of(self, j: int) -> int:
        """Return the number of base families of a level."""
        return len(np.unique(self.base_family[self.level == j]))

    def mean_of(self, j: int) -> float:
        """Return the unadjusted mean of a level."""
        of = self.level == j
        return float(np.average(self.mean[of], weights=self.n_obs[of]))


def design(cells: TypedCells, method: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the columns of a model, (m, p), and their means with all rows set to each level."""
    if method not in FORMULAS:
        raise KeyError(f"no adjustment method {method!r}")
    weight = cells.n_obs / cells.n_obs.sum()
    centre = np.sum(weight * cells.log_size)
    z = (cells.log_size - centre) / np.sqrt(np.sum(weight * (cells.log_size - centre) ** 2))
    families = np.unique(cells.family)
    shared = np.column_stack(
        [z, z**2, z**3, *(cells.family == family for family in families[1:])]
    ).astype(float)
    indicator = np.eye(len(cells.levels))
    columns = np.column_stack([indicator[cells.level], shared])
    means = np.column_stack([indicator, np.tile(weight @ shared, (len(indicator), 1))])
    if method == "g_computation":
        columns = np.column_stack([columns, indicator[cells.level, 1:] * z[:, None]])
        means = np.column_stack([means, indicator[:, 1:] * (weight @ z)])
    return columns, means


class Overlap(TypedDict):
    """Overlap of the size distributions of two levels, as fields of a row."""

    common_share_a: float
    common_share_b: float
    size_overlap: float


def overlap(cells: TypedCells, a: int, b: int) -> Overlap:
    """Return how far the sizes of two levels overlap."""
    size = [cells.log_size[cells.level == j] for j in (a, b)]
    n = [cells.n_obs[cells.level == j] for j in (a, b)]
    low, high = max(x.min() for x in size), min(x.max() for x in size)
    shares = [
        float(count[(x >= low) & (x <= high)].sum() / count.sum())
        for x, count in zip(size, n, strict=True)
    ]
    doublings = [np.floor(x / np.log(2) + 1e-9).astype(int) for x in size]
    first = min(x.min() for x in doublings)
    length = max(x.max() for x in doublings) - first + 1
    masses = [
        np.bincount(x - first, weights=count / count.sum(), minlength=length)
        for x, count in zip(doublings, n, strict=True)
    ]
    return {
        "common_share_a": shares[0],
        "common_share_b": shares[1],
        "size_overlap": float(np.minimum(*masses).sum()),
    }


def warnings_of(shares: Sequence[tuple[str, float]], df: float | None) -> str | None:
    """Return a warning about a doubtful result, or None."""
    warnings = [
        f"{100 * (1 - share):.0f} % of {what}" for what, share in shares if share < MINIMUM_SHARE
    ]
    if df is not None and (warning := df_warning(df)):
        warnings.append(warning)
    return "; ".join(warnings) or None
