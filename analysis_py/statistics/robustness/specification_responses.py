"""Responses of specifications that share a design, and how far they spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.robustness.specification_designs import Cells


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
