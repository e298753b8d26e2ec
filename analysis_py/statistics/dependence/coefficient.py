"""One coefficient of a regression for several responses at once, with three standard errors.

Rows that agree in the design and the cluster form a cell. What depends on the design (leverage,
the roots of I − H, degrees of freedom) is worked out once and serves every response; only
residuals differ. A specification curve runs each design on many scales of many scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis_py.statistics.dependence.robust import inverse_root

#: Below this share of its squares outside the covariates, they determine the variable of interest.
_ZERO = 1e-10


@dataclass(frozen=True)
class StandardErrors:
    """Standard errors of one coefficient, shape (r,), with degrees of freedom, shape (r,)."""

    std_error: NDArray[np.float64]
    df: NDArray[np.float64]


@dataclass(frozen=True)
class CoefficientFit:
    """A coefficient of a least-squares fit, for r responses.

    Attributes
    ----------
    estimate : ndarray, shape (r,)
    weight : ndarray, shape (m,)
        What each cell, scaled by the root of its size, adds to the estimate per unit of response.
    basis : ndarray, shape (m, p)
        Orthonormal basis of the scaled design.
    residual, null_residual : ndarray, shape (m, r)
        Scaled residuals of the cell means, with and without the variable of interest.
    sum_squares : ndarray, shape (m, r)
        Of the rows' deviations from the mean of their cell.
    n_obs : ndarray, shape (m,)
    clusters : ndarray of int, shape (m,)
    """

    estimate: NDArray[np.float64]
    weight: NDArray[np.float64]
    basis: NDArray[np.float64]
    residual: NDArray[np.float64]
    null_residual: NDArray[np.float64]
    sum_squares: NDArray[np.float64]
    n_obs: NDArray[np.float64]
    clusters: NDArray[np.int64]

    @property
    def df_residual(self) -> int:
        """Return the residual degrees of freedom of the rows."""
        return int(self.n_obs.sum()) - self.basis.shape[1]


def fit_coefficient(
    variable: ArrayLike,
    covariates: ArrayLike,
    n_obs: ArrayLike,
    mean: ArrayLike,
    sum_squares: ArrayLike,
    clusters: ArrayLike,
) -> CoefficientFit | None:
    """Regress responses on a variable and covariates, by cells.

    Parameters
    ----------
    variable : array_like, shape (m,)
    covariates : array_like, shape (m, k)
        With a constant. They may depend on each other.
    n_obs : array_like, shape (m,)
        Number of rows in each cell, at least 1.
    mean, sum_squares : array_like, shape (m, r)
        Mean of each response in the cell and squares about it.
    clusters : array_like of int, shape (m,)

    Returns
    -------
    CoefficientFit or None
        None where the covariates determine the variable.

    Notes
    -----
    Frisch and Waugh (1933, Econometrica 1, 387-401): the coefficient is that of the part of the
    variable outside the covariates.
    """
    n = np.asarray(n_obs, dtype=float)
    root_n = np.sqrt(n)[:, None]
    x = np.asarray(variable, dtype=float)[:, None] * root_n
    y = np.asarray(mean, dtype=float) * root_n
    u, singular, _ = np.linalg.svd(
        np.asarray(covariates, dtype=float) * root_n, full_matrices=False
    )
    others = u[:, singular > singular.max() * 1e-9]
    outside = x - others @ (others.T @ x)
    outside -= others @ (others.T @ outside)
    squares = float((outside**2).sum())
    if squares <= _ZERO * float((x**2).sum()):
        return None
    weight = outside[:, 0] / squares
    null_residual = y - others @ (others.T @ y)
    estimate = weight @ null_residual
    return CoefficientFit(
        estimate=estimate,
        weight=weight,
        basis=np.column_stack([others, outside / np.sqrt(squares)]),
        residual=null_residual - outside * estimate,
        null_residual=null_residual,
        sum_squares=np.asarray(sum_squares, dtype=float),
        n_obs=n,
        clusters=np.asarray(clusters),
    )


def naive_errors(fit: CoefficientFit) -> StandardErrors:
    """Return standard errors under independent rows of one variance."""
    squares = fit.sum_squares.sum(axis=0) + (fit.residual**2).sum(axis=0)
    df = fit.df_residual
    if df < 1:
        return _same(np.full(len(squares), np.nan), np.nan)
    return _same(np.sqrt(squares / df * (fit.weight**2).sum()), df)


def heteroscedastic_errors(fit: CoefficientFit) -> StandardErrors:
    """Return HC2 standard errors, under independent rows of unequal variances.

    MacKinnon and White (1985, Journal of Econometrics 29, 305-325); degrees of freedom after Bell
    and McCaffrey (2002). It is the cluster-robust variance with every row a cluster of its own.
    For two groups the standard error is Welch's.
    """
    leverage = (fit.basis**2).sum(axis=1) / fit.n_obs
    kept = 1 - leverage > _ZERO
    squared = np.zeros_like(leverage)
    np.divide(fit.weight**2 / fit.n_obs, 1 - leverage, out=squared, where=kept)
    variance = squared @ (fit.sum_squares + fit.residual**2)
    trace = (squared * (1 - leverage) * fit.n_obs).sum()
    inner = (fit.basis * squared[:, None]).T @ fit.basis
    trace_square = (fit.n_obs * squared**2 * (1 - 2 * leverage)).sum() + (inner**2).sum()
    return _same(np.sqrt(variance), _ratio(trace**2, trace_square))


def cluster_errors(fit: CoefficientFit) -> StandardErrors:
    """Return CR2 standard errors with Satterthwaite degrees of freedom.

    As :func:`analysis_py.statistics.dependence.robust.regression_contrasts`, for one contrast and r
    responses.
    """
    order = np.argsort(fit.clusters, kind="stable")
    starts = np.flatnonzero(np.diff(fit.clusters[order], prepend=-1))
    basis, weight = fit.basis[order], fit.weight[order]
    # a cluster of one cell needs no matrix
    free = 1 - (basis**2).sum(axis=1)
    root = np.zeros_like(free)
    np.divide(1, np.sqrt(np.abs(free)), out=root, where=free > _ZERO)
    adjusted = weight * root
    for start, stop in zip(starts, [*starts[1:], len(order)], strict=True):
        if stop - start > 1:
            adjusted[start:stop] = inverse_root(basis[start:stop]) @ weight[start:stop]

    score = np.add.reduceat(adjusted[:, None] * fit.residual[order], starts)
    length = np.add.reduceat(adjusted**2, starts)
    total = np.add.reduceat(adjusted[:, None] * basis, starts)
    overlap = (total**2).sum(axis=1)
    trace = (length - overlap).sum()
    inner = total.T @ total
    trace_square = (length**2).sum() - 2 * (length * overlap).sum() + (inner**2).sum()
    return _same(np.sqrt((score**2).sum(axis=0)), _ratio(trace**2, trace_square))


def _same(std_error: NDArray[np.float64], df: float) -> StandardErrors:
    return StandardErrors(std_error, np.full(len(std_error), float(df)))


def _ratio(numerator: float, denominator: float) -> float:
    return float(numerator / denominator) if denominator > 0 else np.nan
