"""The k-index of a smooth and its permutation test: whether the basis is large enough."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine.fit import GammFit
from analysis_py.statistics.rows import to_frame

_PERMUTATIONS_AT_ONCE = 50
_EXACT = 1e-16


@dataclass(frozen=True, kw_only=True)
class BasisCheckRow:
    """The basis dimension check of a smooth; null where no residual is left."""

    term: str
    k: int
    edf: float
    k_index: float | None
    p_value: float | None


def basis_check_table(fit: GammFit, seed: int = 0, permutations: int = 200) -> pl.DataFrame:
    """One row per smooth of a fit of rows: its basis dimension, edf, k-index and p-value.

    Parameters
    ----------
    seed : int
        Of the permutations.

    Returns
    -------
    polars.DataFrame
        Columns ``term``, ``k`` (dimension after the constraint), ``edf``, ``k_index`` and
        ``p_value`` (both null where no residual is left).  A k-index well below 1 with a small
        p-value, and an edf near k, suggest that pattern is left in the residuals for want of
        basis functions.

    Notes
    -----
    The k-index is the residual variance estimated from differences of residuals that are
    neighbours in the covariate, over the residual variance (Wood 2017, section 5.9).  Rows with
    equal covariate values have no order; the *expected* squared difference over all orders is
    used, so that the index does not depend on how the rows are sorted.  A level's smooth is
    checked on the rows of its level.
    """
    residuals, checks = fit.residuals(), []
    for index, block in enumerate(fit.design.blocks):
        if block.basis is None:
            continue
        x, r = fit.data.numbers[block.variable], residuals
        if block.by is not None:
            by = fit.data.factors[block.by]
            inside = by.codes == by.levels.index(block.level)
            x, r = x[inside], r[inside]
        order = np.argsort(x, kind="stable")
        r = r[order]
        starts = np.flatnonzero(np.append(True, np.diff(x[order]) != 0.0))
        mean_square = float(np.mean(r**2))
        k_index = p_value = None
        # a level whose few rows are fitted exactly has no residuals to look at
        if mean_square > _EXACT * fit.scale:
            observed = float(_neighbour_variance(r[None, :], starts)[0])
            rng, below = np.random.default_rng([seed, index]), 0
            for first in range(0, permutations, _PERMUTATIONS_AT_ONCE):
                n = min(_PERMUTATIONS_AT_ONCE, permutations - first)
                shuffled = np.stack([rng.permutation(r) for _ in range(n)])
                below += int((_neighbour_variance(shuffled, starts) < observed).sum())
            k_index, p_value = observed / mean_square, below / permutations
        checks.append(
            BasisCheckRow(
                term=block.label,
                k=block.penalty.size,
                edf=float(fit.edf[block.columns].sum()),
                k_index=k_index,
                p_value=p_value,
            )
        )
    return to_frame(BasisCheckRow, checks)


def _neighbour_variance(r: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Half the mean squared difference of neighbours, averaged over orders within ties."""
    n = r.shape[1]
    size = np.diff(np.append(starts, n))
    mean = np.add.reduceat(r, starts, axis=1) / size
    variance = np.maximum(np.add.reduceat(r**2, starts, axis=1) / size - mean**2, 0.0)
    # m tied values in random order: m - 1 differences of mean square 2 m / (m - 1) variance.
    within = 2.0 * (variance @ (size * (size > 1)))
    between = (variance[:, 1:] + variance[:, :-1] + np.diff(mean, axis=1) ** 2).sum(axis=1)
    return (within + between) / (2.0 * max(n - 1, 1))
