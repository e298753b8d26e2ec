"""The test that a random effect is zero (Wood 2013, "A simple test for random effects")."""

import numpy as np
from scipy.linalg import eigh

from analysis_py.statistics.gamm.engine.absorbed import LevelSums
from analysis_py.statistics.gamm.engine.design import Block
from analysis_py.statistics.gamm.engine.fit import GammFit
from analysis_py.statistics.gamm.engine.mixture import log_mixture_ratio_sf
from analysis_py.statistics.gamm.engine.smooth_test import TermTest


def random_effect_test(fit: GammFit, block: Block) -> TermTest:
    r"""Test that the variance of a random effect is zero.

    Notes
    -----
    With the smoothing and other variance parameters held at their estimates, twice the log
    likelihood ratio is the quadratic form ``T = b' Q b / phi`` in the predicted effects, where
    ``Q = (A^-1)_bb^-1`` is their posterior precision given all other terms.  Under the null the
    predicted effects have covariance ``phi B``, so ``T`` is a sum of chi-squares weighted by the
    eigenvalues of ``Q^(1/2) B Q^(1/2)``.  ``B`` is the frequentist covariance of the effects, a
    block of ``A^-1 X'WX A^-1``, plus what the other random effects, which stay random under the
    null, add to it.
    """
    if block.columns.start >= fit.design.n_columns:
        return _absorbed_test(fit, block)
    columns = block.columns
    A_inverse = fit.covariance / fit.scale
    b = fit.coefficients[columns]
    Q = np.linalg.inv(A_inverse[columns, columns])
    L = np.linalg.cholesky(0.5 * (Q + Q.T))
    information = fit.products.xtx
    if fit.design.absorbed is not None:
        penalty = fit.smoothing[fit.design.blocks[-1].label]
        (eliminated,) = _levels(fit).squares(lambda n: (n + 2.0 * penalty) * (n + penalty) ** -2)
        information = information - eliminated
    B = A_inverse[columns] @ information @ A_inverse[:, columns]
    for other in fit.design.penalised:
        if other.columns.start >= fit.design.n_columns:
            _, U = _levels(fit).shrunk(fit.smoothing[other.label])
            push = A_inverse[columns] @ U.T
            B = B + fit.smoothing[other.label] * (push @ push.T)
        elif other.kind == "random_effect" and other is not block:
            # b = A^-1 X' y holds the other effects b_o as -lambda_o (A^-1)_{b,o} b_o, because
            # A^-1 X' Z_o = e_o - A^-1 S_o, and b_o has covariance phi / lambda_o.
            push = A_inverse[columns, other.columns]
            B = B + fit.smoothing[other.label] * (push @ push.T)
    eigenvalues = np.linalg.eigvalsh(L.T @ B @ L)
    eigenvalues = eigenvalues[eigenvalues > 1e-9 * eigenvalues[-1]]
    T = float(b @ Q @ b) / fit.scale
    rank = float(eigenvalues.size)
    return TermTest(T / rank, rank, log_mixture_ratio_sf(T, eigenvalues, None, fit.residual_df))


def _absorbed_test(fit: GammFit, block: Block) -> TermTest:
    """Test an absorbed random effect.

    Notes
    -----
    With ``E = (X'WX + S)^-1`` of all other terms, ``Q = diag(d) - C E C'``, and the weights of the
    null distribution are the eigenvalues of the pencil ``(Q B Q, Q)``, where
    ``Q B Q = diag(n) - C (E + E S_s E) C'`` and S_s holds the penalties of smooths alone. Levels of
    equal weight differ only by their rows of C, so m of them whose rows have rank r have m - r
    eigenvalues ``n / d``; the pencil is solved for the others.
    """
    levels, penalty = _levels(fit), fit.smoothing[block.label]
    S, S_smooth = (np.zeros(fit.design.n_columns) for _ in range(2))
    for other in fit.design.penalised[:-1]:
        S[other.columns] = fit.smoothing[other.label] * other.penalty
        if other.kind == "smooth":
            S_smooth[other.columns] = S[other.columns]
    XX = fit.products.xtx + np.diag(S)
    scaling = 1.0 / np.sqrt(np.diag(XX))
    E = np.linalg.inv(XX * np.outer(scaling, scaling)) * np.outer(scaling, scaling)
    F = E + (E * S_smooth) @ E

    b = fit.coefficients[block.columns]
    pushed = levels.cross.T @ b
    T = float(b @ ((levels.weights + penalty) * b) - pushed @ E @ pushed) / fit.scale

    weights, rows, alike, multiplicity = [], [], [], []
    cross = levels.cross.toarray()
    for index, weight in enumerate(levels.distinct):
        members = cross[levels.group == index]
        reduced = _row_space(members)
        rows.append(reduced)
        weights.append(np.full(len(reduced), weight))
        if len(members) > len(reduced):
            alike.append(weight / (weight + penalty))
            multiplicity.append(len(members) - len(reduced))
    C, n = np.vstack(rows), np.concatenate(weights)
    mixed = eigh(np.diag(n) - C @ F @ C.T, np.diag(n + penalty) - C @ E @ C.T, eigvals_only=True)
    eigenvalues = np.concatenate([mixed, alike])
    df = np.concatenate([np.ones(mixed.size), multiplicity])
    kept = eigenvalues > 1e-9 * eigenvalues.max()
    rank = float(df[kept].sum())
    log_p = log_mixture_ratio_sf(T, eigenvalues[kept], df[kept], fit.residual_df)
    return TermTest(T / rank, rank, log_p)


def _row_space(rows: np.ndarray) -> np.ndarray:
    """As many rows as their rank, with the same ``rows' rows``."""
    if len(rows) == 1:
        return rows
    _, singular, Vt = np.linalg.svd(rows, full_matrices=False)
    kept = singular > 1e-13 * singular[0]
    return singular[kept, None] * Vt[kept]


def _levels(fit: GammFit) -> LevelSums:
    levels = fit.products.levels
    if levels is None:
        raise ValueError("The fit has no absorbed random intercept")
    return levels
