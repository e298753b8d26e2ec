"""The test that a random effect is zero (Wood 2013, "A simple test for random effects")."""

from __future__ import annotations

import numpy as np

from analysis_py.gamm.engine.design import Block
from analysis_py.gamm.engine.fit import GammFit
from analysis_py.gamm.engine.mixture import log_mixture_ratio_sf
from analysis_py.gamm.engine.smooth_test import TermTest


def random_effect_test(fit: GammFit, block: Block) -> TermTest:
    r"""Test that the variance of a random effect is zero.

    Parameters
    ----------
    fit : GammFit
    block : Block
        A block of kind ``'random_effect'``.

    Returns
    -------
    TermTest
        ``ref_df`` is the number of effects that the other terms leave free, usually the levels
        less one.

    Notes
    -----
    With the smoothing and other variance parameters held at their estimates, twice the log
    likelihood ratio is the quadratic form ``T = b' Q b / phi`` in the predicted effects, where
    ``Q = (A^-1)_bb^-1`` is their posterior precision given all other terms.  Under the null the
    predicted effects have covariance ``phi B``, so ``T`` is a sum of chi-squares weighted by the
    eigenvalues of ``Q^(1/2) B Q^(1/2)``.  ``B`` is the frequentist covariance of the
    effects plus what the other random effects, which stay random under the null, add to it.
    """
    columns = block.columns
    A_inverse = fit.covariance / fit.scale
    b = fit.coefficients[columns]
    Q = np.linalg.inv(A_inverse[columns, columns])
    L = np.linalg.cholesky(0.5 * (Q + Q.T))
    B = fit.covariance_frequentist[columns, columns] / fit.scale
    for other in fit.design.penalised:
        if other.kind == "random_effect" and other is not block:
            # b = A^-1 X' y holds the other effects b_o as -lambda_o (A^-1)_{b,o} b_o, because
            # A^-1 X' Z_o = e_o - A^-1 S_o, and b_o has covariance phi / lambda_o.
            push = A_inverse[columns, other.columns]
            B = B + fit.smoothing[other.label] * (push @ push.T)
    eigenvalues = np.linalg.eigvalsh(L.T @ B @ L)
    eigenvalues = eigenvalues[eigenvalues > 1e-9 * eigenvalues[-1]]
    T = float(b @ Q @ b) / fit.scale
    rank = float(eigenvalues.size)
    return TermTest(T / rank, rank, log_mixture_ratio_sf(T, eigenvalues, None, fit.residual_df))
