r"""Level means with a random intercept of the cluster, by REML, with Kenward and Roger's errors.

The model is y = level + cluster effect + error. Counts and sums per cluster and level are enough:
with :math:`V = \sigma^2 (I + \theta Z Z')` the inverse of a cluster's block is
:math:`I - \theta \delta 1 1'`, :math:`\delta = 1 / (1 + \theta n)`, and takes 1 to δ 1.

Kenward and Roger (1997, Biometrics 53, 983-997) allow for the variances being estimated, in the
covariance of the estimates and by the degrees of freedom of a contrast. For one contrast these are
Satterthwaite's with the expected information, and their scale factor is 1. In units of σ² all of it
depends on the design and on θ alone, so a simulation works it out once. statsmodels' ``MixedLM``
takes the variances as known, and the rows instead of sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize
from scipy.sparse import csgraph, csr_array

from analysis_py.statistics.clustered.regression import level_contrasts

#: Ratios of the variances, between to within, among which the optimum is bracketed.
_RATIOS = np.concatenate([[0.0], np.logspace(-5, 5, 41)])
#: Share of the information below which the two variances cannot be estimated separately.
_ZERO = 1e-10


@dataclass(frozen=True)
class MixedDesign:
    """The mixed model's matrices of a design at g ratios of the variances, in units of σ².

    Attributes
    ----------
    ratio : ndarray, shape (g,)
        Variance between clusters ÷ variance within.
    shrinkage : ndarray, shape (g, c)
        θδ: how much of a cluster's sum its effect explains away.
    covariance : ndarray, shape (g, k, k)
        Of the estimated means, the ratio being known.
    log_determinants : ndarray, shape (g,)
        log |V| + log |X'V⁻¹X|.
    """

    ratio: NDArray[np.float64]
    shrinkage: NDArray[np.float64]
    covariance: NDArray[np.float64]
    log_determinants: NDArray[np.float64]


@dataclass(frozen=True)
class MixedContrasts:
    """Differences of level means by the mixed model.

    Attributes
    ----------
    estimate, std_error, df : ndarray, shape (q,)
    icc : float
        Share of the variance within levels that lies between clusters.
    std_dev : float
        Root of the sum of both variances, in units of the response.
    """

    estimate: NDArray[np.float64]
    std_error: NDArray[np.float64]
    df: NDArray[np.float64]
    icc: float
    std_dev: float


def mixed_design(n_obs: ArrayLike, ratio: ArrayLike) -> MixedDesign:
    """Work out the covariance of the level means at each ratio of the variances.

    Parameters
    ----------
    n_obs : array_like, shape (c, k)
        Number of rows in each cluster and level; no cluster and no level is empty.
    ratio : array_like, shape (g,)
        Variance between clusters ÷ variance within.
    """
    n = np.asarray(n_obs, dtype=float)
    theta = np.asarray(ratio, dtype=float)[:, None]
    delta = 1 / (1 + theta * n.sum(axis=1))
    shrinkage = theta * delta
    precision = np.diag(n.sum(axis=0)) - _crossed(shrinkage, n)
    return MixedDesign(
        ratio=theta[:, 0],
        shrinkage=shrinkage,
        covariance=np.asarray(np.linalg.inv(precision), dtype=float),
        log_determinants=np.linalg.slogdet(precision)[1] - np.log(delta).sum(axis=1),
    )


def kenward_roger(
    n_obs: ArrayLike, contrasts: ArrayLike, design: MixedDesign
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return standard errors in units of σ and degrees of freedom of contrasts of means.

    Parameters
    ----------
    n_obs : array_like, shape (c, k)
    contrasts : array_like, shape (q, k)
    design : MixedDesign

    Returns
    -------
    std_error, df : ndarray, shape (g, q)
        NaN where the two variances cannot be estimated separately.

    Notes
    -----
    Kenward and Roger's equations in their notation: P, Q and W, with the variance between clusters
    first and the variance within second.
    """
    n = np.asarray(n_obs, dtype=float)
    along = np.asarray(contrasts, dtype=float)
    size, n_level, covariance = n.sum(axis=1), np.diag(n.sum(axis=0)), design.covariance
    delta = 1 / (1 + design.ratio[:, None] * size)
    p = [-_crossed(delta**2, n), _crossed((1 - delta**2) / size, n) - n_level]
    q_mixed = _crossed(delta**3, n)
    q = [
        [_crossed(size * delta**3, n), q_mixed],
        [q_mixed, n_level - _crossed((1 - delta**3) / size, n)],
    ]
    trace_mixed = (size * delta**2).sum(axis=1)
    traces = [
        [((size * delta) ** 2).sum(axis=1), trace_mixed],
        [trace_mixed, size.sum() - (1 - delta**2).sum(axis=1)],
    ]
    information = np.empty((len(delta), 2, 2))
    excess = np.empty((2, 2, *covariance.shape))
    for i in range(2):
        for j in range(2):
            excess[i, j] = q[i][j] - p[i] @ covariance @ p[j]
            lost = np.trace(covariance @ (q[i][j] + excess[i, j]), axis1=1, axis2=2)
            information[:, i, j] = (traces[i][j] - lost) / 2
    both = information[:, 0, 0] * information[:, 1, 1]
    is_told = both - information[:, 0, 1] ** 2 > _ZERO * both
    w = np.full_like(information, np.nan)
    w[is_told] = np.linalg.inv(information[is_told])

    correction = np.einsum("gij,ijgkl->gkl", w, excess)
    adjusted = covariance + 2 * covariance @ correction @ covariance
    # how the variance of a contrast moves with either variance of the model
    slope = np.stack([_along(covariance @ each @ covariance, along) for each in p], axis=2)
    with np.errstate(invalid="ignore"):
        return (
            np.sqrt(_along(adjusted, along)),
            2 * _along(covariance, along) ** 2 / np.einsum("gqi,gij,gqj->gq", slope, w, slope),
        )


def mixed_differences(
    n_obs: ArrayLike, mean: ArrayLike, sum_squares: float, pairs: ArrayLike
) -> MixedContrasts | None:
    """Compare level means with a random intercept of the cluster.

    Parameters
    ----------
    n_obs, mean : array_like, shape (c, k)
        Number of rows and their mean in each of c clusters and k levels; the mean of an empty
        cell is not read. Every level has a row.
    sum_squares : float
        Of the deviations of the rows from the mean of their cell.
    pairs : array_like of int, shape (q, 2)
        Levels a and b; the contrast is the mean of a minus the mean of b.

    Returns
    -------
    MixedContrasts or None
        None where the two variances cannot be estimated separately.
    """
    fit = fit_reml(n_obs, mean, sum_squares)
    if fit is None:
        return None
    n, design, level_mean, sigma = fit
    (std_error,), (df,) = kenward_roger(n, level_contrasts(pairs, n.shape[1]), design)
    if not np.isfinite(df).all():
        return None
    a, b = np.asarray(pairs).T
    ratio = float(design.ratio[0])
    return MixedContrasts(
        estimate=level_mean[a] - level_mean[b],
        std_error=sigma * std_error,
        df=df,
        icc=ratio / (1 + ratio),
        std_dev=sigma * float(np.sqrt(1 + ratio)),
    )


def fit_reml(
    n_obs: ArrayLike, mean: ArrayLike, sum_squares: float
) -> tuple[NDArray[np.float64], MixedDesign, NDArray[np.float64], float] | None:
    """Fit level means with a random intercept of the cluster.

    Parameters
    ----------
    n_obs, mean, sum_squares
        As for :func:`mixed_differences`.

    Returns
    -------
    n, design, level_mean, sigma, or None
        Counts without empty clusters, the design at the optimum, level means about the mean of
        all rows, and the standard deviation within clusters; None where the two variances cannot
        be distinguished.
    """
    n = np.asarray(n_obs, dtype=float)
    kept = n.sum(axis=1) > 0
    n, mean = n[kept], np.where(n > 0, np.asarray(mean, dtype=float), 0.0)[kept]
    df_residual = n.sum() - n.shape[1]
    if not _tells_variances_apart(n) or not sum_squares > 0:
        return None
    # about 0, sums of squares keep their digits
    mean = np.where(n > 0, mean - (n * mean).sum() / n.sum(), 0.0)
    by_level, by_family = (n * mean).sum(axis=0), (n * mean).sum(axis=1)

    def means_and_squares(
        design: MixedDesign,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        crossed = by_level - (design.shrinkage * by_family) @ n
        level_mean = np.einsum("gkl,gl->gk", design.covariance, crossed)
        deviation = np.where(n > 0, mean - level_mean[:, None, :], 0.0)
        of_family = (n * deviation).sum(axis=2)
        squares = sum_squares + (n * deviation**2).sum(axis=(1, 2))
        return level_mean, squares - (design.shrinkage * of_family**2).sum(axis=1)

    def criterion(ratio: NDArray[np.float64]) -> NDArray[np.float64]:
        design = mixed_design(n, ratio)
        return df_residual * np.log(means_and_squares(design)[1]) + design.log_determinants

    best = int(np.argmin(criterion(_RATIOS)))
    if best == len(_RATIOS) - 1:
        return None
    ratio = 0.0
    if best > 0:
        log_ratio = optimize.minimize_scalar(
            lambda x: criterion(np.exp([x]))[0],
            bounds=np.log(_RATIOS[[max(best - 1, 1), best + 1]]),
            method="bounded",
            options={"xatol": 1e-9},
        ).x
        ratio = float(np.exp(log_ratio))
    design = mixed_design(n, [ratio])
    (level_mean,), (squares,) = means_and_squares(design)
    return n, design, level_mean, float(np.sqrt(squares / df_residual))


def _tells_variances_apart(n: NDArray[np.float64]) -> bool:
    """Say whether rows differ within clusters, and clusters within levels, to see either variance.

    Levels and clusters that share rows, however far around, are one component, in which one column
    of level and cluster indicators is a sum of others.
    """
    cluster, level = np.nonzero(n)
    n_nodes = sum(n.shape)
    links = csr_array((np.ones(len(cluster)), (cluster, len(n) + level)), shape=(n_nodes, n_nodes))
    n_components = csgraph.connected_components(links, directed=False)[0]
    df_between = len(n) - n_components
    return bool(df_between > 0 and n.sum() - n.shape[1] - df_between > 0)


def _crossed(weight: NDArray[np.float64], n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Σ weight n n' over clusters, for each ratio; shape (g, k, k)."""
    products = (n[:, :, None] * n[:, None, :]).reshape(len(n), -1)
    return (weight @ products).reshape(-1, n.shape[1], n.shape[1])


def _along(matrices: NDArray[np.float64], contrasts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return l'Ml of each contrast l; shape (g, q)."""
    return np.asarray(np.einsum("qk,gkl,ql->gq", contrasts, matrices, contrasts), dtype=float)
