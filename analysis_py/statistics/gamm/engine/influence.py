"""Effective degrees of freedom and variances of a fit, from the inverse of what was factored."""

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.gamm.engine.crossproducts import CrossProducts
from analysis_py.statistics.gamm.engine.design import Design


@dataclass(frozen=True)
class Influence:
    """Effective degrees of freedom and variance of each coefficient, in units of scale."""

    edf: np.ndarray  # (p + L,): Diagonal of ``F = A^-1 X'WX``.
    ref_edf: np.ndarray  # (p + L,): Diagonal of ``2 F - F F``.
    variance: np.ndarray  # (p + L,): Diagonal of ``A^-1``.


def influence_of(
    products: CrossProducts, design: Design, smoothing: dict[str, float], A_inverse: np.ndarray
) -> Influence:
    """Compute edf and variances.

    Notes
    -----
    ``F = I - A^-1 S`` with S diagonal, so that ``F_ii = 1 - s_i (A^-1)_ii`` and
    ``(2 F - F F)_ii = 1 - s_i sum_j s_j (A^-1)_ij^2``. With ``V = A^-1_bb`` of an absorbed random
    intercept (:mod:`analysis_py.statistics.gamm.engine.absorbed`) the sums over its levels are
    ``sum_l (A^-1)_il^2 = (P G P)_ii``, ``sum_j s_j (A^-1)_lj^2 = (U P S P U')_ll`` and
    ``sum_m V_lm^2 = 1 / d_l^2 + 2 (U P U')_ll / d_l + (U P G P U')_ll``.
    """
    P = A_inverse
    s = np.zeros(design.n_columns)
    for block in design.penalised:
        if block.columns.start < design.n_columns:
            s[block.columns] = smoothing[block.label] * block.penalty
    variance = np.diag(P)
    squares = (P * P) @ s
    if products.levels is None:
        return Influence(1.0 - s * variance, 1.0 - s * squares, variance)

    levels = products.levels
    penalty = smoothing[design.blocks[-1].label]
    d, U = levels.shrunk(penalty)
    (G,) = levels.squares(lambda n: (n + penalty) ** -2)
    PGP = P @ G @ P
    UP = U @ P
    fitted = (U * UP).sum(axis=1)
    absorbed = 1.0 / d + fitted
    own_squares = d**-2 + 2.0 * fitted / d + (U * (U @ PGP)).sum(axis=1)
    shares = penalty * (penalty * own_squares + (UP * UP) @ s)
    return Influence(
        edf=np.concatenate([1.0 - s * variance, 1.0 - penalty * absorbed]),
        ref_edf=np.concatenate([1.0 - s * (squares + penalty * np.diag(PGP)), 1.0 - shares]),
        variance=np.concatenate([variance, absorbed]),
    )


def residual_sum_of_squares(products: CrossProducts, coefficients: np.ndarray) -> float:
    """``(y - X b)' W (y - X b)`` from the cross-products, the response centred."""
    p = products.xty.size
    beta = coefficients[:p]
    rss = products.yty - 2.0 * float(beta @ products.xty) + float(beta @ products.xtx @ beta)
    if products.levels is not None:
        effects, levels = coefficients[p:], products.levels
        rss += float(
            effects @ (2.0 * (levels.cross @ beta - levels.response) + levels.weights * effects)
        )
    return rss
