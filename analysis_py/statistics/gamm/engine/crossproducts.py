"""Cross-products of the model matrix from counts of distinct covariate values.

Every column of the model matrix is a function of one code per row, so ``X_a' W X_b`` equals
``B_a' N_ab B_b``, where ``B_a`` holds the columns at the distinct values and ``N_ab`` counts
the rows at each pair of values (Li & Wood 2020).  The cost is one pass over the rows per pair;
no matrix with one row per observation is formed.
"""

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.gamm.engine.absorbed import LevelSums, level_sums
from analysis_py.statistics.gamm.engine.margins import Margin, margin_offsets

_CHUNK_ROWS = 4096
# Rough costs in nanoseconds, measured; they only choose between two ways to the same numbers.
_NS_PER_COUNTED_ROW = 8.0
_NS_PER_CELL = 4.0
_NS_PER_GATHERED_VALUE = 3.0
_NS_PER_PRODUCT = 0.15


@dataclass(frozen=True)
class CrossProducts:
    """Sufficient statistics of the Gaussian model."""

    xtx: np.ndarray  # (p, p): ``X' W X``.
    xty: np.ndarray  # (p,): ``X' W (y - centre)``.
    yty: float  # ``sum w (y - centre)^2``.
    centre: float  # Weighted mean of the response, taken off first so that nothing cancels.
    weight_sum: float  # ``sum w`` and the number of observations.
    n_obs: float
    log_weights: float  # Sum of the logarithms of the prior weights.
    #: The sums of an absorbed random intercept, which has no columns in `xtx`.
    levels: LevelSums | None = None

    @property
    def information(self) -> np.ndarray:
        """Diagonal of ``X'WX``, an absorbed random intercept included; shape (p + L,)."""
        diagonal = np.diag(self.xtx)
        return diagonal if self.levels is None else np.append(diagonal, self.levels.weights)


def cross_products(
    margins: tuple[Margin, ...],
    y: np.ndarray,
    weights: np.ndarray | None = None,
    frequencies: np.ndarray | None = None,
    absorbed: Margin | None = None,
    within: np.ndarray | None = None,
) -> CrossProducts:
    """Form ``X'WX``, ``X'Wy`` and ``y'Wy``."""
    n = y.size
    w = weights
    if frequencies is not None:
        w = frequencies if weights is None else weights * frequencies
    weight_sum = float(n) if w is None else float(w.sum())
    centre = float(y.mean()) if w is None else float(w @ y) / weight_sum
    z = y - centre
    wz = z if w is None else w * z
    xty = np.concatenate(
        [
            margin.left(np.bincount(margin.codes, weights=wz, minlength=margin.size))
            for margin in margins
        ]
    )
    p = xty.size
    sizes = [margin.size for margin in margins]
    pairs = [(a, b) for a in range(len(margins)) for b in range(a)]
    counting = sum(_NS_PER_COUNTED_ROW * n + _NS_PER_CELL * sizes[a] * sizes[b] for a, b in pairs)
    gathering = n * p * (_NS_PER_GATHERED_VALUE + _NS_PER_PRODUCT * p)
    build = _xtx_by_rows if gathering < counting else _xtx_by_counts
    log_weights = 0.0
    if weights is not None:
        repeat = 1.0 if frequencies is None else frequencies
        log_weights = float(np.sum(repeat * np.log(weights)))
    yty = float(z @ wz)
    if within is not None:
        yty += float(within.sum() if weights is None else weights @ within)
    return CrossProducts(
        xtx=build(margins, w),
        xty=xty,
        yty=yty,
        centre=centre,
        weight_sum=weight_sum,
        n_obs=float(n) if frequencies is None else float(frequencies.sum()),
        log_weights=log_weights,
        levels=None if absorbed is None else level_sums(absorbed, margins, wz, w),
    )


def _xtx_by_rows(margins: tuple[Margin, ...], w: np.ndarray | None) -> np.ndarray:
    """``X'WX`` summed over short chunks of rows: best while rows are fewer than cells."""
    n = margins[0].codes.size
    p = int(margin_offsets(margins)[-1])
    xtx = np.zeros((p, p))
    for start in range(0, n, _CHUNK_ROWS):
        rows = slice(start, start + _CHUNK_ROWS)
        X = np.hstack([margin.rows(margin.codes[rows]) for margin in margins])
        xtx += X.T @ (X if w is None else w[rows, None] * X)
    return xtx


def _xtx_by_counts(margins: tuple[Margin, ...], w: np.ndarray | None) -> np.ndarray:
    """``X'WX`` from one- and two-way counts: best while cells are fewer than rows."""
    offsets = margin_offsets(margins)
    xtx = np.zeros((offsets[-1], offsets[-1]))
    for a, first in enumerate(margins):
        rows = slice(offsets[a], offsets[a + 1])
        counts = np.bincount(first.codes, weights=w, minlength=first.size).astype(float)
        if first.matrix is None:
            xtx[rows, rows] = np.diag(counts)
        else:
            xtx[rows, rows] = first.matrix.T @ (counts[:, None] * first.matrix)
        for b in range(a):
            second = margins[b]
            columns = slice(offsets[b], offsets[b + 1])
            cell = first.codes * second.size + second.codes
            table = np.bincount(cell, weights=w, minlength=first.size * second.size)
            block = second.left(table.reshape(first.size, second.size).T.astype(float))
            xtx[rows, columns] = first.left(block.T)
            xtx[columns, rows] = xtx[rows, columns].T
    return xtx
