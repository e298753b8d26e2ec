"""The restricted likelihood of a Gaussian additive model and its derivatives (Wood 2011).

With ``A = X'WX + sum_j lambda_j S_j``, ``beta = A^-1 X'Wy``, the penalised deviance
``D_p = y'Wy - beta' X'Wy``, and the scale profiled out at ``phi = D_p / (n - M)``,

    V(rho) = (n - M) / 2 * (1 + log(2 pi phi)) + log|A| / 2 - log|S|_+ / 2,   rho = log lambda,

where M is the dimension of the null space of the penalty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotri, dpotrs

from analysis_py.gamm.engine.crossproducts import CrossProducts
from analysis_py.gamm.engine.design import Design


@dataclass(frozen=True)
class RemlPoint:
    """The criterion at one vector of log smoothing parameters.

    Attributes
    ----------
    rho : ndarray, shape (J,)
    value : float
    gradient : ndarray, shape (J,)
    hessian : ndarray, shape (J, J)
    coefficients : ndarray, shape (p,)
    A_inverse : ndarray, shape (p, p)
    scale : float
    """

    rho: np.ndarray
    value: float
    gradient: np.ndarray
    hessian: np.ndarray
    coefficients: np.ndarray
    A_inverse: np.ndarray
    scale: float


class RemlCriterion:
    """Evaluates the criterion from the p x p cross-products alone.

    Parameters
    ----------
    products : CrossProducts
    design : Design
    """

    def __init__(self, products: CrossProducts, design: Design) -> None:
        self.products = products
        self.blocks = design.penalised
        p = design.n_columns
        self.d = np.zeros(p)
        self.owner = np.full(p, -1)
        for j, block in enumerate(self.blocks):
            self.d[block.columns] = block.penalty
            self.owner[block.columns] = j
        self.ranks = np.array([np.count_nonzero(block.penalty) for block in self.blocks])
        # Columns that some penalty touches, sorted by block; only they carry derivatives.
        self.active = np.flatnonzero(self.d)
        self.starts = np.concatenate([[0], np.cumsum(self.ranks)[:-1]]).astype(int)
        self.null_dimension = p - int(self.ranks.sum())
        self.residual_dimension = products.n_obs - self.null_dimension
        self.log_d = np.array(
            [np.log(block.penalty[block.penalty > 0.0]).sum() for block in self.blocks]
        )
        self.offset = (
            sum(block.log_reml_offset for block in self.blocks) - 0.5 * products.log_weights
        )

    def value(self, rho: np.ndarray) -> float:
        """Evaluate the criterion alone; infinite where ``A`` is not positive definite."""
        factored = self._factor(rho)
        if factored is None:
            return np.inf
        L, scaling, _, deviance = factored
        return self._value(rho, L, scaling, deviance)

    def point(self, rho: np.ndarray) -> RemlPoint:
        """Evaluate the criterion with its exact gradient and Hessian.

        Notes
        -----
        From ``d beta / d rho_j = -lambda_j A^-1 S_j beta``::

            d D_p / d rho_j = lambda_j beta' S_j beta
            d log|A| / d rho_j = lambda_j tr(A^-1 S_j)

        and once more for the second derivatives (Wood 2011).
        """
        factored = self._factor(rho)
        if factored is None:
            raise np.linalg.LinAlgError("X'WX + S is not positive definite")
        L, scaling, beta, deviance = factored
        half, _ = dpotri(L, lower=1)
        A_inverse = np.tril(half) + np.tril(half, -1).T
        A_inverse *= np.outer(scaling, scaling)

        active, starts = self.active, self.starts
        if active.size == 0:
            empty = np.zeros(0)
            value = self._value(rho, L, scaling, deviance)
            phi = deviance / self.residual_dimension
            return RemlPoint(rho, value, empty, np.zeros((0, 0)), beta, A_inverse, phi)
        w = self._weights(rho)[active]
        C = A_inverse[np.ix_(active, active)]
        wb = w * beta[active]
        quadratic = np.add.reduceat(wb * beta[active], starts)
        trace = np.add.reduceat(w * np.diag(C), starts)
        traces = _block_sums(C * C * np.outer(w, w), starts)
        cross = _block_sums(C * np.outer(wb, wb), starts)

        r = 0.5 * self.residual_dimension / deviance
        gradient = r * quadratic + 0.5 * trace - 0.5 * self.ranks
        hessian = r * (
            np.diag(quadratic) - 2.0 * cross - np.outer(quadratic, quadratic) / deviance
        ) + 0.5 * (np.diag(trace) - traces)
        return RemlPoint(
            rho=rho,
            value=self._value(rho, L, scaling, deviance),
            gradient=gradient,
            hessian=hessian,
            coefficients=beta,
            A_inverse=A_inverse,
            scale=deviance / self.residual_dimension,
        )

    def _weights(self, rho: np.ndarray) -> np.ndarray:
        """Diagonal of ``sum_j lambda_j S_j``; shape (p,)."""
        weights = np.zeros_like(self.d)
        weights[self.active] = np.exp(rho)[self.owner[self.active]] * self.d[self.active]
        return weights

    def _factor(self, rho: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, float] | None:
        A = self.products.xtx.copy()
        A[np.diag_indices_from(A)] += self._weights(rho)
        diagonal = np.diag(A)
        if np.any(diagonal <= 0.0):
            return None
        # A unit diagonal makes the factorisation indifferent to the size of lambda.
        scaling = 1.0 / np.sqrt(diagonal)
        A *= scaling[:, None]
        A *= scaling
        L, failed = dpotrf(A, lower=1)
        if failed:
            return None
        b = scaling * self.products.xty
        beta = scaling * dpotrs(L, b, lower=1)[0]
        deviance = self.products.yty - float(beta @ self.products.xty)
        # Rounding alone can make the deviance of a perfect fit negative.
        return L, scaling, beta, max(deviance, 1e-14 * self.products.yty)

    def _value(self, rho: np.ndarray, L: np.ndarray, scaling: np.ndarray, deviance: float) -> float:
        m = self.residual_dimension
        log_det_A = 2.0 * float(np.log(np.diag(L)).sum() - np.log(scaling).sum())
        log_det_S = float(self.ranks @ rho + self.log_d.sum())
        return (
            0.5 * m * (1.0 + np.log(2.0 * np.pi * deviance / m))
            + 0.5 * log_det_A
            - 0.5 * log_det_S
            + self.offset
        )


def _block_sums(matrix: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sum over the blocks of a partitioned matrix; shape (J, J)."""
    return np.add.reduceat(np.add.reduceat(matrix, starts, axis=0), starts, axis=1)
