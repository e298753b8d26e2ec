"""The test that a smooth is zero (Wood 2013, "On p-values for smooth components")."""

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.gamm.engine.design import Block
from analysis_py.statistics.gamm.engine.fit import GammFit
from analysis_py.statistics.gamm.engine.mixture import log_mixture_ratio_sf


@dataclass(frozen=True)
class TermTest:
    """Outcome of a test of one term."""

    statistic: float  # F-like: the quadratic form divided by its reference degrees of freedom.
    ref_df: float
    log_p_value: float


def smooth_test(fit: GammFit, block: Block) -> TermTest:
    r"""Test that a smooth component is zero everywhere.

    Notes
    -----
    With ``X_j' X_j = R'R`` and the eigendecomposition ``R V_j R' = U diag(l) U'``, the statistic
    is ``T = f' (R V_j R')^{r-} f``, ``f = R beta_j``, a pseudo-inverse of the non-integer rank
    ``r = 2 tr(F) - tr(FF)``.  For ``k = floor(r)``, ``nu = r - k`` the eigenvalues k and k + 1
    enter through ``[[1, rho], [rho, nu]]``, ``rho = sqrt(nu (1 - nu) / 2)``, and under the null

    ``T ~ chi2(k - 1) + nu_1 chi2(1) + nu_2 chi2(1)``,
    ``nu_1 = (nu + 1 + sqrt(1 - nu^2)) / 2``, ``nu_2 = nu + 1 - nu_1``

    as in the paper.  The sign of ``rho`` depends on the arbitrary signs of two
    eigenvectors, so the p-value is the mean over both; the statistic is the mean as well.
    """
    columns = block.columns
    XX = fit.products.xtx[columns, columns]
    values, vectors = np.linalg.eigh(XX)
    R = np.sqrt(np.maximum(values, 0.0))[:, None] * vectors.T
    eigenvalues, U = np.linalg.eigh(R @ fit.covariance[columns, columns] @ R.T)
    eigenvalues, U = eigenvalues[::-1], U[:, ::-1]
    usable = int(np.count_nonzero(eigenvalues > 1e-12 * eigenvalues[0]))
    r = min(max(float(fit.ref_edf[columns].sum()), 1.0), float(usable))

    k = int(np.floor(r))
    nu = r - k
    if nu < 1e-9 or k == usable:
        k, nu = min(k, usable), 0.0
    z = (U.T @ (R @ fit.coefficients[columns]))[:usable] / np.sqrt(eigenvalues[:usable])
    if nu == 0.0:
        T = float(z[:k] @ z[:k])
        log_p = log_mixture_ratio_sf(T, [1.0], [float(k)], fit.residual_df)
        return TermTest(T / k, r, log_p)
    rho = np.sqrt(0.5 * nu * (1.0 - nu))
    nu_1 = 0.5 * (nu + 1.0 + np.sqrt(1.0 - nu**2))
    weights, df = [1.0, nu_1, nu + 1.0 - nu_1], [float(k - 1), 1.0, 1.0]
    square = float(z[: k - 1] @ z[: k - 1]) + z[k - 1] ** 2 + nu * z[k] ** 2
    cross = 2.0 * rho * z[k - 1] * z[k]
    above, below = (
        log_mixture_ratio_sf(max(square + sign * cross, 0.0), weights, df, fit.residual_df)
        for sign in (1.0, -1.0)
    )
    return TermTest(float(square / r), r, float(np.logaddexp(above, below) - np.log(2.0)))
