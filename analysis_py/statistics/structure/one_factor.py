"""The share of one common factor, by principal axes, and its derivative by the correlations."""

from __future__ import annotations

import numpy as np

from analysis_py.statistics.arrays import BoolArray, FloatArray


def factor_share(
    matrix: FloatArray,
    first: FloatArray | None = None,
    tolerance: float = 1e-8,
    most: int = 2000,
) -> FloatArray:
    """Return the share of the variance of one common factor, by iterated principal axes.

    From squared multiple correlations on (Harman 1976, Modern Factor Analysis, chapter 8), as
    ``psych::fa(fm = "pa")``. Communalities are capped at 1. Newton's method, started at the first
    component, replaces the iterations if it finds their limit.
    """
    loadings = _principal_axes(matrix, first, tolerance, most)
    return np.asarray(np.minimum(loadings**2, 1.0).mean(axis=-1), dtype=float)


def factor_slopes(matrix: FloatArray, first: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return x and y, shape (..., k), of the derivative x'dRy of that share by the correlations."""
    loadings = _principal_axes(matrix, first)
    pull = np.where(loadings**2 < 1, 2 * loadings, 0.0) / matrix.shape[-1]
    _, system = _axes_system(matrix, loadings)
    is_known = np.asarray(np.isfinite(system).all(axis=(-2, -1)))[..., None]
    safe = np.where(is_known[..., None], system, np.eye(matrix.shape[-1]))
    along = np.linalg.solve(safe.swapaxes(-1, -2), pull[..., None])
    return np.asarray(-along[..., 0], dtype=float), loadings


def _principal_axes(
    matrix: FloatArray, first: FloatArray | None, tolerance: float = 1e-8, most: int = 2000
) -> FloatArray:
    """Return the loadings on one factor, shape (..., k), with communalities capped at 1."""
    k = matrix.shape[-1]
    stack = matrix.reshape(-1, k, k)
    is_known = np.asarray(np.isfinite(stack).all(axis=(-2, -1)))
    safe = np.where(is_known[:, None, None], stack, 0.5 + 0.5 * np.eye(k))
    if first is None:
        values, vectors = np.linalg.eigh(safe)
        first = vectors[:, :, -1] * np.sqrt(values[:, -1:])
    start = np.where(is_known[:, None], first.reshape(-1, k), 1.0)
    loadings, is_found = _by_newton(safe, start)
    going, diagonal = np.flatnonzero(~is_found), np.arange(k)
    inverse = np.linalg.inv(safe[going] + 1e-10 * np.eye(k))
    common = 1 - 1 / np.einsum("sii->si", inverse)
    for _ in range(most):
        if not len(going):
            break
        reduced = safe[going]
        reduced[:, diagonal, diagonal] = common
        values, vectors = np.linalg.eigh(reduced)
        loadings[going] = vectors[:, :, -1] * np.sqrt(np.maximum(values[:, -1:], 0))
        before, common = common, np.minimum(loadings[going] ** 2, 1.0)
        is_moving = np.abs((common - before).sum(axis=-1)) >= tolerance
        going, common = going[is_moving], common[is_moving]
    return np.where(is_known[:, None], loadings, np.nan).reshape(matrix.shape[:-1])


def _axes_system(stack: FloatArray, loadings: FloatArray) -> tuple[FloatArray, FloatArray]:
    r"""Return residuals of the equations of principal axes at loadings l, and their derivatives.

    :math:`(R_0 + \mathrm{diag}(\min(l^2, 1)))\,l = (l^\top l)\,l`, R with a diagonal of zero.
    """
    diagonal, square = np.arange(stack.shape[-1]), loadings**2
    total = square.sum(axis=-1, keepdims=True)
    system = stack.copy()
    system[..., diagonal, diagonal] = np.minimum(square, 1.0)
    left = np.einsum("...ij,...j->...i", system, loadings) - total * loadings
    system -= 2 * loadings[..., :, None] * loadings[..., None, :]
    system[..., diagonal, diagonal] += 2 * square * (square < 1) - total + 1e-13
    return left, system


def _by_newton(
    stack: FloatArray, first: FloatArray, most: int = 12
) -> tuple[FloatArray, BoolArray]:
    """Return loadings, shape (s, k), that solve the equations, and which of them were found."""
    loadings, going = first.copy(), np.arange(len(stack))
    for _ in range(most):
        left, system = _axes_system(stack[going], loadings[going])
        step = np.linalg.solve(system, left[:, :, None])[:, :, 0]
        loadings[going] -= step
        # convergence is quadratic
        going = going[~(np.abs(step).max(axis=-1) < 1e-7)]
        if not len(going):
            break
    size = np.sqrt((loadings**2).sum(axis=-1) * (first**2).sum(axis=-1))
    is_found = np.abs((loadings * first).sum(axis=-1)) > 0.9 * size
    is_found[going] = False
    return loadings, is_found
