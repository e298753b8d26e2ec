"""Sensitivity of size comparisons to evaluations of unknown size.

Multiple imputation (Rubin 1987) fills in the unknown sizes from models that score alike, and worst
cases (Manski 1990, American Economic Review 80, 319-323) put them wherever they hurt most.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Evaluations of known size among which the size of an unknown one is drawn.
_DONORS = 5


@dataclass(frozen=True)
class Pooled:
    """Estimates of several completed data sets, pooled.

    Attributes
    ----------
    estimate, std_error, df, missing_information : float
        By Rubin's (1987) rules; the last is the share of the variance that goes with what is not
        known.
    """

    estimate: float
    std_error: float
    df: float
    missing_information: float


def pool(estimates: Array, variances: Array, df_complete: float) -> Pooled:
    """Pool the estimates of completed data sets.

    Parameters
    ----------
    estimates, variances : ndarray, shape (m,)
    df_complete : float
        Degrees of freedom, were nothing missing.

    Notes
    -----
    Degrees of freedom after Barnard and Rubin (1999, Biometrika 86, 948-955), which never exceed
    those of complete data.
    """
    m = len(estimates)
    within, between = float(np.mean(variances)), float(np.var(estimates, ddof=1))
    extra = (1 + 1 / m) * between
    total = within + extra
    share = extra / total if total > 0 else 0.0
    observed = (df_complete + 1) / (df_complete + 3) * df_complete * (1 - share)
    df = 1 / (share**2 / (m - 1) + 1 / observed) if observed > 0 else 0.0
    return Pooled(float(np.mean(estimates)), float(np.sqrt(total)), df, share)


def imputed_donors(
    predictors: Array, size: Array, n_imputations: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Draw for every evaluation of unknown size one of known size that it resembles.

    Parameters
    ----------
    predictors : ndarray, shape (n, p)
        Columns of the regression of size, the constant among them.
    size : ndarray, shape (n,)
        Log size, NaN where unknown.

    Returns
    -------
    ndarray of int, shape (n_imputations, unknown)
        Positions among all n.

    Notes
    -----
    Predictive mean matching (Little 1988, Journal of Business and Economic Statistics 6, 287-296):
    coefficients are drawn from their posterior each time, so that their error is part of the
    spread between imputations; the donor is one of the five whose predicted size is nearest.
    """
    known = np.flatnonzero(np.isfinite(size))
    unknown = np.flatnonzero(~np.isfinite(size))
    u, singular, vt = np.linalg.svd(predictors[known], full_matrices=False)
    kept = singular > 1e-9 * singular.max()
    u, back = u[:, kept], vt[kept].T / singular[kept]
    coefficients = back @ (u.T @ size[known])
    # The symmetric root of the coefficients' covariance: any other depends on the signs of singular
    # vectors, which every BLAS chooses as it likes, and then so would the draws.
    root = back @ vt[kept]
    predicted = predictors[known] @ coefficients
    residual = size[known] - predicted
    df = max(len(known) - int(kept.sum()), 1)
    # Scores that are alike predict alike but for the last digits, which may not decide the order.
    order = np.argsort(np.round(predicted, 9), kind="stable")
    n_donors = min(_DONORS, len(known))
    donors = np.empty((n_imputations, len(unknown)), dtype=np.int64)
    for i in range(n_imputations):
        sd = np.sqrt(residual @ residual / rng.chisquare(df))
        drawn = coefficients + sd * (root @ rng.standard_normal(len(coefficients)))
        place = np.searchsorted(predicted[order], predictors[unknown] @ drawn)
        first = np.clip(place - n_donors // 2, 0, len(known) - n_donors)
        donors[i] = known[order[first + rng.integers(0, n_donors, len(unknown))]]
    return donors


def worst_cases(a: Array, b: Array, unknown: Array) -> tuple[float, float]:
    """Return the least and the largest difference of means that unknown sizes allow.

    Parameters
    ----------
    a, b : ndarray
        Scores of the groups, at least one each.
    unknown : ndarray
        Scores that may belong to a, to b, or to neither.

    Returns
    -------
    low, high : float
        Each mean is moved as far as it goes, as if the other needed no score that it takes: where
        it does, the truth lies further in.
    """
    return (
        _extreme(a, unknown, -1) - _extreme(b, unknown, 1),
        _extreme(a, unknown, 1) - _extreme(b, unknown, -1),
    )


def _extreme(scores: Array, unknown: Array, sign: int) -> float:
    """Return the mean after adding the scores that move it furthest up (1) or down (-1)."""
    added = np.sort(sign * unknown)[::-1]
    totals = sign * scores.sum() + np.concatenate([[0.0], np.cumsum(added)])
    return float(sign * np.max(totals / (len(scores) + np.arange(len(added) + 1))))
