"""Basis dimension check: the k-index and its permutation test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine.design import Block
from analysis_py.statistics.gamm.engine.errors import GammError
from analysis_py.statistics.gamm.engine.fit import GammFit
from analysis_py.statistics.gamm.engine.predict import predict
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
    n_distinct: int
    largest_share: float | None


def basis_check_table(
    fit: GammFit,
    seed: int = 0,
    permutations: int = 200,
    max_rows: int = 5000,
    rows: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """One row per smooth: its basis dimension, edf, k-index and p-value.

    Parameters
    ----------
    fit : GammFit
    seed : int
        Of the permutations (and of the subsample).
    permutations : int
    max_rows : int
        With more rows in a smooth a random subsample is used.
    rows : polars.DataFrame, optional
        The rows to look at, with response and covariates, instead of all of the fit. A fit from
        cells or counts has kept no row: it takes a random sample of them.

    Returns
    -------
    polars.DataFrame
        Columns ``term``, ``k`` (dimension after the constraint), ``edf``, ``k_index``,
        ``p_value`` (both null where no residual is left), and of the rows looked at the number of
        distinct values of the covariate, ``n_distinct``, and ``largest_share``, the share of those
        at the commonest (null where there is no row).  A k-index well below 1 with a small
        p-value, and an edf near k, suggest that pattern is left in the residuals for want of
        basis functions.

    Notes
    -----
    The k-index is the residual variance estimated from differences of residuals that are
    neighbours in the covariate, over the residual variance (Wood 2017, section 5.9).  Rows with
    equal covariate values have no order; the *expected* squared difference over all orders is
    used, so that the index does not depend on how the rows are sorted.  A level's smooth is
    checked on the rows of its level.

    Raises
    ------
    GammError
        If the fit has kept no rows and none are given.
    """
    looked_at = _of_fit(fit) if rows is None else _of_sample(fit, rows)
    residuals = looked_at.residuals
    checks = []
    drawn: dict[tuple[str | None, str | None], _Shuffles] = {}
    for index, block in enumerate(fit.design.blocks):
        if block.basis is None:
            continue
        codes = looked_at.codes[block.variable]
        rng = np.random.default_rng([seed, index])
        # Smooths of the same rows share their shuffles: drawing them is most of the cost.
        if (block.by, block.level) not in drawn:
            inside = looked_at.inside(block)
            if inside.size > max_rows:
                inside = np.sort(rng.choice(inside, max_rows, replace=False))
            r = residuals[inside][np.argsort(codes[inside], kind="stable")]
            drawn[block.by, block.level] = _shuffle(inside, r, rng, permutations)
        shuffles = drawn[block.by, block.level]
        order = np.argsort(codes[shuffles.rows], kind="stable")
        r = residuals[shuffles.rows][order]
        starts = np.flatnonzero(np.diff(codes[shuffles.rows][order], prepend=-1))
        mean_square = float(np.mean(r**2)) if r.size else 0.0
        if mean_square <= _EXACT * fit.scale:
            # A level without a row in the sample, or one whose few rows are fitted exactly, has
            # no residuals to look at.
            checks.append(_row(fit, block, None, None, starts, r.size))
            continue
        observed = float(_neighbour_variance(r[None, :], starts)[0])
        permuted = np.concatenate(
            [_neighbour_variance(part, starts) for part in shuffles.residuals]
        )
        p_value = float(np.mean(permuted < observed))
        checks.append(_row(fit, block, observed / mean_square, p_value, starts, r.size))
    return to_frame(BasisCheckRow, checks)


@dataclass(frozen=True)
class _LookedAt:
    """The rows that are checked.

    Attributes
    ----------
    residuals : ndarray, shape (n,)
    codes : dict of str to ndarray of int, shape (n,)
        Order of the values of each covariate.
    levels : dict of str to ndarray of str, shape (n,)
        Of each factor that smooths are by.
    """

    residuals: np.ndarray
    codes: dict[str, np.ndarray]
    levels: dict[str, np.ndarray]

    def inside(self, block: Block) -> np.ndarray:
        """Positions of the rows that a smooth is about."""
        if block.by is None:
            return np.arange(self.residuals.size)
        return np.flatnonzero(self.levels[block.by] == str(block.level))


def _of_fit(fit: GammFit) -> _LookedAt:
    if fit.is_of_sums:
        raise GammError(
            f"The fit of {fit.formula.text!r} has kept no rows: give rows to check its bases on"
        )
    return _LookedAt(
        fit.residuals(),
        {name: covariate.codes for name, covariate in fit.design.covariates.items()},
        {
            name: np.asarray(fit.data.factors[name].levels)[fit.data.factors[name].codes]
            for name in {block.by for block in fit.design.blocks if block.by is not None}
        },
    )


def _of_sample(fit: GammFit, rows: pl.DataFrame) -> _LookedAt:
    rows = rows.select(fit.formula.columns).drop_nulls()
    smooths = [block for block in fit.design.blocks if block.basis is not None]
    return _LookedAt(
        rows[fit.formula.response].to_numpy() - predict(fit, rows)["estimate"].to_numpy(),
        {
            block.variable: np.unique(rows[block.variable].to_numpy(), return_inverse=True)[1]
            for block in smooths
        },
        {block.by: rows[block.by].cast(pl.String).to_numpy() for block in smooths if block.by},
    )


@dataclass(frozen=True)
class _Shuffles:
    """Rows and their residuals in random orders, a few hundred thousand values at a time."""

    rows: np.ndarray
    residuals: list[np.ndarray]


def _shuffle(
    rows: np.ndarray, r: np.ndarray, rng: np.random.Generator, permutations: int
) -> _Shuffles:
    parts = []
    for first in range(0, permutations, _PERMUTATIONS_AT_ONCE):
        last = min(first + _PERMUTATIONS_AT_ONCE, permutations)
        parts.append(np.stack([rng.permutation(r) for _ in range(first, last)]))
    return _Shuffles(rows, parts)


def _row(
    fit: GammFit,
    block: Block,
    k_index: float | None,
    p_value: float | None,
    starts: np.ndarray,
    n: int,
) -> BasisCheckRow:
    return BasisCheckRow(
        term=block.label,
        k=block.penalty.size,
        edf=float(fit.edf[block.columns].sum()),
        k_index=k_index,
        p_value=p_value,
        n_distinct=starts.size,
        largest_share=float(np.diff(starts, append=n).max()) / n if n else None,
    )


def _neighbour_variance(r: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Half the mean squared difference of neighbours, averaged over orders within ties.

    Parameters
    ----------
    r : ndarray, shape (q, n)
        Residuals sorted by the covariate, one row per permutation.
    starts : ndarray, shape (g,)
        First column of each group of ties.
    """
    n = r.shape[1]
    size = np.diff(np.append(starts, n))
    mean = np.add.reduceat(r, starts, axis=1) / size
    variance = np.maximum(np.add.reduceat(r**2, starts, axis=1) / size - mean**2, 0.0)
    # m tied values in random order: m - 1 differences of mean square 2 m / (m - 1) variance.
    within = 2.0 * (variance @ (size * (size > 1)))
    between = (variance[:, 1:] + variance[:, :-1] + np.diff(mean, axis=1) ** 2).sum(axis=1)
    return (within + between) / (2.0 * max(n - 1, 1))
