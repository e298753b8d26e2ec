"""Designs of the specifications: the variable of interest and its covariates, by cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

#: What the comparison of each factor is adjusted for; z is the log size, standardised.
COVARIATES = {
    "training_type": "z + z^2 + z^3 + architecture_family",
    "parameter_range": "training_type + architecture_family",
}
VARIABLES = {
    ("difference", "raw"): "side",
    ("difference", "rank"): "side",
    ("slope", "raw"): "log2(parameters_b)",
    ("slope", "rank"): "rank(parameters_b)",
}


@dataclass(frozen=True)
class Cells:
    """Cells of rows on the two sides of a contrast.

    Attributes
    ----------
    contrast : str
        ``difference`` (side a minus side b) or ``slope`` (over log2 of the size).
    factor : str
        ``training_type`` or ``parameter_range``.
    is_a : ndarray of bool, shape (m,)
    size : ndarray, shape (m,)
        Billions of parameters; NaN where unknown.
    training_type, family : ndarray of str, shape (m,)
    base_family : ndarray of int, shape (m,)
        Numbered from 0.
    """

    contrast: str
    factor: str
    is_a: NDArray[np.bool_]
    size: NDArray[np.float64]
    training_type: NDArray[np.str_]
    family: NDArray[np.str_]
    base_family: NDArray[np.int64]

    @classmethod
    def from_frame(cls, cells: pl.DataFrame, contrast: str, factor: str) -> Cells:
        """Read the columns by which a cell is told from another."""
        return cls(
            contrast=contrast,
            factor=factor,
            is_a=(cells["side"] == "a").to_numpy(),
            size=cells["parameters_b"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
            training_type=cells["training_type"].to_numpy(),
            family=cells["architecture_family"].to_numpy(),
            base_family=np.unique(cells["base_family"].to_numpy(), return_inverse=True)[1],
        )

    def take(self, rows: NDArray[np.int64]) -> Cells:
        """Return some of the cells."""
        columns = ("is_a", "size", "training_type", "family", "base_family")
        return Cells(self.contrast, self.factor, *(getattr(self, name)[rows] for name in columns))

    def usable(self, is_adjusted: bool) -> NDArray[np.bool_]:
        """Return which cells a specification can use: all that have a size where it needs one."""
        if self.contrast == "slope" or (is_adjusted and self.factor == "training_type"):
            return np.isfinite(self.size)
        return np.ones(len(self.size), dtype=bool)

    def variable(self, n_obs: NDArray[np.int64], is_rank: bool) -> NDArray[np.float64]:
        """Return the variable of interest: the side, log2 of the size or its scaled rank."""
        if self.contrast == "difference":
            return self.is_a.astype(float)
        return midranks(self.size, n_obs) if is_rank else np.log2(self.size)

    def covariates(self, n_obs: NDArray[np.int64], is_adjusted: bool) -> NDArray[np.float64]:
        """Return the constant and, where adjusted, what else differs between the sides."""
        constant = np.ones((len(self.size), 1))
        if not is_adjusted:
            return constant
        if self.factor == "parameter_range":
            return np.column_stack([constant, dummies(self.training_type), dummies(self.family)])
        weight, log_size = n_obs / n_obs.sum(), np.log(self.size)
        deviation = log_size - weight @ log_size
        spread = np.sqrt(weight @ deviation**2)
        z = deviation / spread if spread > 0 else deviation
        return np.column_stack([constant, z, z**2, z**3, dummies(self.family)])

    def problem(self, n_obs: NDArray[np.int64]) -> str | None:
        """Say why the contrast cannot be estimated, or None."""
        if self.contrast == "slope":
            return "fewer than three sizes" if len(np.unique(self.size)) < 3 else None
        few = min(n_obs[self.is_a].sum(), n_obs[~self.is_a].sum()) < 2
        return "a side has fewer than two rows" if few else None

    def base_family_problem(self) -> str | None:
        """Say why base families show no variance of the contrast, or None."""
        if self.contrast == "slope":
            return (
                "fewer than three base families" if len(np.unique(self.base_family)) < 3 else None
            )
        alone = min(len(np.unique(self.base_family[side])) for side in (self.is_a, ~self.is_a)) < 2
        return "a side lies in one base family" if alone else None


def dummies(labels: NDArray[np.str_]) -> NDArray[np.float64]:
    """Return an indicator of every label but the first; shape (m, k − 1)."""
    return (labels[:, None] == np.unique(labels)[None, 1:]).astype(float)


def midranks(values: NDArray[np.float64], n_obs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return twice the average rank of each value among the rows, divided by their number."""
    _, position = np.unique(values, return_inverse=True)
    counts = np.bincount(position, n_obs)
    return (2 * np.cumsum(counts) - counts + 1)[position] / counts.sum()


def formula(contrast: str, factor: str, score_scale: str, is_adjusted: bool) -> str:
    """Return the model in words of a formula."""
    response = "rank(score_pct)" if score_scale == "rank" else f"{score_scale}(score_pct)"
    variable = VARIABLES[contrast, "rank" if score_scale == "rank" else "raw"]
    return f"{response} ~ {variable}" + (f" + {COVARIATES[factor]}" if is_adjusted else "")


@dataclass(frozen=True)
class Responses:
    """Responses that share a design: the same cells with the same numbers of rows."""

    names: list[tuple[str, str]]
    n_obs: NDArray[np.int64]
    mean: NDArray[np.float64]
    sum_squares: NDArray[np.float64]


def unit_of(cells: Cells, of: Responses, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what an estimate is divided by: the spread within sides, or of the two variables."""
    n = of.n_obs[:, None]
    if cells.contrast == "slope":
        spread_x = (of.n_obs * (x - np.average(x, weights=of.n_obs)) ** 2).sum()
        grand = (n * of.mean).sum(axis=0) / n.sum()
        spread_y = (of.sum_squares + n * (of.mean - grand) ** 2).sum(axis=0)
        return np.sqrt(spread_y / spread_x)
    within = sum(squares_of(of, side)[1] for side in (cells.is_a, ~cells.is_a))
    return np.sqrt(within / (n.sum() - 2))


def squares_of(of: Responses, side: NDArray[np.bool_]) -> tuple[int, NDArray[np.float64]]:
    """Return the number of rows of a side and the squares about its mean."""
    n, mean = of.n_obs[side, None], of.mean[side]
    centre = (n * mean).sum(axis=0) / n.sum()
    return int(n.sum()), (of.sum_squares[side] + n * (mean - centre) ** 2).sum(axis=0)
