"""The restricted likelihood of a Gaussian additive model and its derivatives (Wood 2011).

With ``A = X'WX + sum_j lambda_j S_j``, ``beta = A^-1 X'Wy``, the penalised deviance
``D_p = y'Wy - beta' X'Wy``, and the scale profiled out at ``phi = D_p / (n - M)``,

    V(rho) = (n - M) / 2 * (1 + log(2 pi phi)) + log|A| / 2 - log|S|_+ / 2,   rho = log lambda,

where M is the dimension of the null space of the penalty.  A random intercept with many levels is
eliminated beforehand (:mod:`analysis_py.statistics.gamm.engine.absorbed`), so that a matrix as
large as its levels is never formed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotri, dpotrs

from analysis_py.statistics.gamm.engine.crossproducts import CrossProducts
from analysis_py.statistics.gamm.engine.design import Design


@dataclass(frozen=True)
class RemlPoint:
    """The criterion at one vector of log smoothing parameters."""

    rho: np.ndarray  # (J,)
    value: float
    gradient: np.ndarray  # (J,)
    hessian: np.ndarray  # (J, J)
    #: (J,): ``lambda_j tr(A^-1 S_j)``, what the penalty takes from the coefficients of block j.
    traces: np.ndarray
    coefficients: np.ndarray  # (p + L,): Those of an absorbed random intercept last.
    A_inverse: np.ndarray  # (p, p): Without the rows and columns of an absorbed random intercept.
    scale: float


@dataclass(frozen=True)
class _Derivatives:
    """Contributions of the penalties of J blocks: shapes (J,), (J,), (J, J) and (J, J).

    ``quadratic`` is ``lambda_j b' S_j b``, ``trace`` is ``lambda_j tr(A^-1 S_j)``, ``traces`` is
    ``lambda_j lambda_k tr(A^-1 S_j A^-1 S_k)`` and ``cross`` is
    ``lambda_j lambda_k b' S_j A^-1 S_k b``.
    """

    quadratic: np.ndarray
    trace: np.ndarray
    traces: np.ndarray
    cross: np.ndarray


class RemlCriterion:
    """Evaluates the criterion from the p x p cross-products and the sums of absorbed levels."""

    def __init__(self, products: CrossProducts, design: Design) -> None:
        self.products = products
        self.blocks = design.penalised
        self.levels = products.levels
        dense = self.blocks if self.levels is None else self.blocks[:-1]
        p = design.n_columns
        #: (p, J): The penalty of each column, beside the smoothing parameter it belongs to.
        self.penalties = np.zeros((p, len(dense)))
        for j, block in enumerate(dense):
            self.penalties[block.columns, j] = block.penalty
        self.ranks = np.array([np.count_nonzero(block.penalty) for block in self.blocks])
        self.null_dimension = p - int(self.ranks[: len(dense)].sum())
        self.residual_dimension = products.n_obs - self.null_dimension
        self.log_d = np.array(
            [np.log(block.penalty[block.penalty > 0.0]).sum() for block in self.blocks]
        )
        self.offset = (
            sum(block.log_reml_offset for block in self.blocks) - 0.5 * products.log_weights
        )

    def value(self, rho: np.ndarray) -> float:
        """Evaluate the criterion alone; infinite where ``A`` is not positive definite."""
        solved = self._solve(rho)
        return np.inf if solved is None else self._value(rho, solved)

    def values_along(self, point: RemlPoint, j: int, rhos: np.ndarray) -> np.ndarray:
        """Criterion where one log smoothing parameter moves; shape (len(rhos),).

        Notes
        -----
        With ``lambda_j S_j^(1/2) (A^-1)_jj S_j^(1/2) = V diag(e) V'`` and
        ``z = lambda_j^(1/2) V' S_j^(1/2) b_j`` a factor m of lambda_j adds
        ``sum log(1 + (m - 1) e)`` to ``log|A|`` and ``sum (m - 1) z^2 / (1 + (m - 1) e)`` to the
        penalised deviance.
        """
        if j == self.penalties.shape[1]:
            moved = [np.append(point.rho[:j], rho) for rho in rhos]
            return np.array([self.value(rho) for rho in moved])
        columns = np.flatnonzero(self.penalties[:, j])
        root = np.sqrt(np.exp(point.rho[j]) * self.penalties[columns, j])
        e, V = np.linalg.eigh(point.A_inverse[np.ix_(columns, columns)] * np.outer(root, root))
        z = V.T @ (root * point.coefficients[columns])
        more = np.expm1(rhos - point.rho[j])[:, None]
        factor = 1.0 + more * np.clip(e, 0.0, 1.0)
        rise = (more * z**2 / factor).sum(axis=1) / (point.scale * self.residual_dimension)
        values: np.ndarray = point.value + 0.5 * (
            self.residual_dimension * np.log1p(rise)
            + np.log(factor).sum(axis=1)
            - columns.size * (rhos - point.rho[j])
        )
        return values

    def point(self, rho: np.ndarray) -> RemlPoint:
        """Evaluate the criterion with its exact gradient and Hessian.

        Notes
        -----
        From ``d beta / d rho_j = -lambda_j A^-1 S_j beta``::

            d D_p / d rho_j = lambda_j beta' S_j beta
            d log|A| / d rho_j = lambda_j tr(A^-1 S_j)

        and once more for the second derivatives (Wood 2011).
        """
        solved = self._solve(rho, powers=3)
        if solved is None:
            raise np.linalg.LinAlgError("X'WX + S is not positive definite")
        # what it is given, and so what it returns, is 0 above the diagonal
        half, _ = dpotri(solved.L, lower=1)
        A_inverse = half + half.T
        A_inverse[np.diag_indices_from(half)] *= 0.5
        A_inverse *= np.outer(solved.scaling, solved.scaling)

        derivatives = self._dense_derivatives(rho, solved.beta, A_inverse)
        coefficients = solved.beta
        if self.levels is not None:
            penalty = float(np.exp(rho[-1]))
            effects = (self.levels.response - self.levels.cross @ solved.beta) / (
                self.levels.weights + penalty
            )
            coefficients = np.append(solved.beta, effects)
            derivatives = self._with_absorbed(derivatives, rho, solved, effects, A_inverse)
        r = 0.5 * self.residual_dimension / solved.deviance
        outer = np.outer(derivatives.quadratic, derivatives.quadratic)
        return RemlPoint(
            rho=rho,
            value=self._value(rho, solved),
            gradient=r * derivatives.quadratic + 0.5 * derivatives.trace - 0.5 * self.ranks,
            hessian=r
            * (np.diag(derivatives.quadratic) - 2.0 * derivatives.cross - outer / solved.deviance)
            + 0.5 * (np.diag(derivatives.trace) - derivatives.traces),
            traces=derivatives.trace,
            coefficients=coefficients,
            A_inverse=A_inverse,
            scale=solved.deviance / self.residual_dimension,
        )

    def _dense_derivatives(
        self, rho: np.ndarray, beta: np.ndarray, A_inverse: np.ndarray
    ) -> _Derivatives:
        w = self.penalties * np.exp(rho[: self.penalties.shape[1]])
        wb = w * beta[:, None]
        return _Derivatives(
            quadratic=wb.T @ beta,
            trace=w.T @ np.diag(A_inverse),
            traces=w.T @ (A_inverse * A_inverse) @ w,
            cross=wb.T @ A_inverse @ wb,
        )

    def _with_absorbed(
        self,
        dense: _Derivatives,
        rho: np.ndarray,
        solved: _Solution,
        effects: np.ndarray,
        P: np.ndarray,
    ) -> _Derivatives:
        """Append the absorbed random intercept, its penalty the identity, to the other blocks.

        With ``G = U'U`` and ``H = U' diag(1 / d) U`` the blocks of ``A^-1`` give
        ``tr(A^-1_bb) = sum 1/d + tr(PG)``, ``A^-1_xb A^-1_bx = P G P`` and
        ``|A^-1_bb|^2 = sum 1/d^2 + 2 tr(PH) + tr(PGPG)``.
        """
        levels = self.levels
        assert levels is not None
        penalty = float(np.exp(rho[-1]))
        d = levels.weights + penalty
        _, G, H = solved.squares
        PG = P @ G
        w = self.penalties * np.exp(rho[:-1])
        u = levels.cross.T @ (effects / d)
        penalties = np.array([penalty * float(effects @ effects)])
        trace = np.array([penalty * (float(np.sum(1.0 / d)) + float(np.trace(PG)))])
        traces = penalty**2 * float(
            np.sum(d**-2) + 2.0 * np.sum(P * H) + np.einsum("ij,ji->", PG, PG)
        )
        cross = penalty**2 * float(effects @ (effects / d) + u @ P @ u)
        mixed_traces = penalty * (w.T @ np.einsum("ij,ij->i", PG, P))
        mixed_cross = -penalty * ((w * solved.beta[:, None]).T @ (P @ u))
        return _Derivatives(
            quadratic=np.append(dense.quadratic, penalties),
            trace=np.append(dense.trace, trace),
            traces=_bordered(dense.traces, mixed_traces, traces),
            cross=_bordered(dense.cross, mixed_cross, cross),
        )

    def _solve(self, rho: np.ndarray, powers: int = 1) -> _Solution | None:
        """Factor and solve; `powers` of 1 / d are summed over the levels in one pass."""
        A = self.products.xtx.copy()
        b, log_det, explained = self.products.xty, 0.0, 0.0
        squares: list[np.ndarray] = []
        if self.levels is not None:
            penalty = float(np.exp(rho[-1]))
            d = self.levels.weights + penalty
            squares = self.levels.squares(
                *[lambda n, k=k: (n + penalty) ** -k for k in range(1, powers + 1)]
            )
            A -= squares[0]
            shrunk = self.levels.response / d
            b = b - self.levels.cross.T @ shrunk
            explained = float(self.levels.response @ shrunk)
            log_det = float(np.log(d).sum())
        A[np.diag_indices_from(A)] += self.penalties @ np.exp(rho[: self.penalties.shape[1]])
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
        beta = scaling * dpotrs(L, scaling * b, lower=1)[0]
        deviance = self.products.yty - explained - float(beta @ b)
        log_det += 2.0 * float(np.log(np.diag(L)).sum() - np.log(scaling).sum())
        # Rounding alone can make the deviance of a perfect fit negative.
        deviance = max(deviance, 1e-14 * self.products.yty)
        return _Solution(L, scaling, beta, deviance, log_det, squares)

    def _value(self, rho: np.ndarray, solved: _Solution) -> float:
        m = self.residual_dimension
        log_det_S = float(self.ranks @ rho + self.log_d.sum())
        return (
            0.5 * m * (1.0 + np.log(2.0 * np.pi * solved.deviance / m))
            + 0.5 * solved.log_det
            - 0.5 * log_det_S
            + self.offset
        )


@dataclass(frozen=True)
class _Solution:
    """The Cholesky factor of the scaled matrix that is left, and what was solved with it.

    ``squares`` are ``C' diag(d^-k) C`` for k = 1, ... of an absorbed random intercept.
    """

    L: np.ndarray
    scaling: np.ndarray
    beta: np.ndarray
    deviance: float
    log_det: float
    squares: list[np.ndarray]


def _bordered(matrix: np.ndarray, border: np.ndarray, corner: float) -> np.ndarray:
    """Append a row and a column to a symmetric matrix."""
    size = border.size
    whole = np.empty((size + 1, size + 1))
    whole[:size, :size] = matrix
    whole[size, :size] = whole[:size, size] = border
    whole[size, size] = corner
    return whole
