"""The k-index of a smooth and its permutation test: whether the basis is large enough."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine.design import Block
from analysis_py.statistics.gamm.engine.errors import GammError
from analysis_py.statistics.gamm.engine.fit import GammFit
from analysis_py.statistics.rows import to_frame

_PERMUTATIONS_AT_ONCE = 50
_EXACT = 1e-16
_FITTED = "__fitted"


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
    rows: pl.DataFrame,
    seed: int = 0,
    permutations: int = 200,
    max_rows: int = 5000,
) -> pl.DataFrame:
    """One row per smooth: its basis dimension, edf, k-index and p-value.

    Parameters
    ----------
    rows : polars.DataFrame
        The rows of the fit, or a random sample of them, with response and covariates. A fit from
        cells knows none.
    seed : int
        Of the permutations (and of the subsample).
    max_rows : int
        With more rows in a smooth a random subsample is used.

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
        If there is a row whose covariates are not among those of the fit.
    """
    rows = rows.select(fit.formula.columns).drop_nulls()
    fitted = _fitted_values(fit)
    checks = []
    drawn: dict[tuple[str | None, str | None], _Shuffles] = {}
    for index, block in enumerate(fit.design.blocks):
        if block.basis is None:
            continue
        # Smooths of the same rows share their shuffles: drawing them is most of the cost.
        if (block.by, block.level) not in drawn:
            rng = np.random.default_rng([seed, index])
            inside = rows
            if block.by is not None:
                inside = rows.filter(pl.col(block.by).cast(pl.String) == str(block.level))
            if inside.height > max_rows:
                chosen = np.sort(rng.choice(inside.height, max_rows, replace=False))
                inside = inside[chosen]
            drawn[block.by, block.level] = _shuffle(fit, inside, fitted, block, rng, permutations)
        shuffles = drawn[block.by, block.level]
        x = shuffles.rows[block.variable].to_numpy()
        order = np.argsort(x, kind="stable")
        r = shuffles.residuals[order]
        starts = np.flatnonzero(np.append(True, np.diff(x[order]) != 0.0)) if r.size else order
        mean_square = float(np.mean(r**2)) if r.size else 0.0
        if mean_square <= _EXACT * fit.scale:
            # A level without a row in the sample, or one whose few rows are fitted exactly, has
            # no residuals to look at.
            checks.append(_row(fit, block, None, None, starts, r.size))
            continue
        observed = float(_neighbour_variance(r[None, :], starts)[0])
        permuted = np.concatenate([_neighbour_variance(part, starts) for part in shuffles.permuted])
        p_value = float(np.mean(permuted < observed))
        checks.append(_row(fit, block, observed / mean_square, p_value, starts, r.size))
    return to_frame(BasisCheckRow, checks)


def _fitted_values(fit: GammFit) -> pl.DataFrame:
    """Return the fitted value at each set of covariates that the fit knows."""
    data = fit.data
    factors = {
        name: pl.Series(factor.levels, dtype=pl.String)[factor.codes]
        for name, factor in data.factors.items()
    }
    numbers = {name: data.numbers[name] for name in fit.formula.columns if name in data.numbers}
    frame = pl.DataFrame({**factors, **numbers})
    known = pl.Series(_FITTED, fit.design.fitted(fit.coefficients))
    return frame.with_columns(known).unique([*factors, *numbers], keep="first")


@dataclass(frozen=True)
class _Shuffles:
    """Rows, their residuals, and these in random orders, some hundred thousand values at a time."""

    rows: pl.DataFrame
    residuals: np.ndarray
    permuted: list[np.ndarray]


def _shuffle(
    fit: GammFit,
    rows: pl.DataFrame,
    fitted: pl.DataFrame,
    block: Block,
    rng: np.random.Generator,
    permutations: int,
) -> _Shuffles:
    covariates = [name for name in fitted.columns if name != _FITTED]
    numbers = [name for name in covariates if name in fit.data.numbers]
    texts = [name for name in covariates if name not in numbers]
    same = rows.with_columns(pl.col(numbers).cast(pl.Float64), pl.col(texts).cast(pl.String))
    known = same.join(fitted, on=covariates, how="left", maintain_order="left")[_FITTED]
    if known.null_count():
        strange = same.row(int(known.is_null().arg_max() or 0), named=True)
        raise GammError(f"The fit of {fit.formula.text!r} has no row like {strange}")
    residuals = rows[fit.formula.response].cast(pl.Float64).to_numpy() - known.to_numpy()
    r = residuals[np.argsort(rows[block.variable].to_numpy(), kind="stable")]
    parts = []
    for first in range(0, permutations, _PERMUTATIONS_AT_ONCE):
        last = min(first + _PERMUTATIONS_AT_ONCE, permutations)
        parts.append(np.stack([rng.permutation(r) for _ in range(first, last)]))
    return _Shuffles(rows, residuals, parts)


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
