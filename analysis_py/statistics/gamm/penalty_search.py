"""Penalties of a Gaussian additive model, chosen from a grid by generalised cross-validation.

pyGAM's own search fits the whole model for every candidate. For a Gaussian model the rows are
needed for that once only: with the model matrix X, the penalty matrix S_j of term j and pyGAM's
own ridge of √ε (ε the spacing of floating point at 1), penalties λ give

    A = XᵀX + Σ λ_j S_j + √ε I,    β = A⁻¹ Xᵀy,    edf = tr(A⁻¹ XᵀX),
    GCV(λ) = n ‖y − Xβ‖² / (n − γ edf)²,

one Cholesky decomposition of as many columns as there are coefficients. This is the criterion of
Craven and Wahba (1979; Wood 2017, section 6.2) with every degree of freedom counted γ = 1.4 times,
which Kim and Gu (2004) advise and pyGAM fixes (Servén and Brummitt 2018).

References
----------
Craven & Wahba (1979) Smoothing noisy data with spline functions. Numerische Mathematik 31,
377-403. doi:10.1007/BF01404567.

Kim & Gu (2004) Smoothing spline Gaussian regression: more scalable computation via efficient
approximation. Journal of the Royal Statistical Society B 66, 337-356.
doi:10.1046/j.1369-7412.2003.05316.x.

Servén & Brummitt (2018) pyGAM: Generalized Additive Models in Python.
doi:10.5281/zenodo.1208723.

Wood (2017) Generalized Additive Models: An Introduction with R, 2nd edition.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.sparse import csc_array

# One value shared by all terms first, then each term in turn around it: a full grid over seven
# terms would be millions of candidates.
SHARED_PENALTIES = tuple(float(value) for value in np.logspace(-2, 4, 7))
TERM_PENALTIES = tuple(float(value) for value in np.logspace(-3, 6, 7))

#: pyGAM's weight of a degree of freedom in its criterion.
_GAMMA = 1.4
#: pyGAM's ridge on every coefficient.
_RIDGE = float(np.sqrt(np.finfo(np.float64).eps))


@dataclass(frozen=True)
class PenaltyProblem:
    """The quantities of a model and its rows that the criterion needs.

    Attributes
    ----------
    design : csc_array, shape (n, p)
        The model matrix X.
    response : ndarray, shape (n,)
    gram : ndarray, shape (p, p)
        XᵀX.
    moments : ndarray, shape (p,)
        Xᵀy.
    penalties : tuple of ndarray
        The matrix S_j of each term at a penalty of 1, in the order of the columns of X. Columns
        after those of the last term have no penalty.
    """

    design: csc_array
    response: NDArray[np.float64]
    gram: NDArray[np.float64]
    moments: NDArray[np.float64]
    penalties: tuple[NDArray[np.float64], ...]


def penalty_problem(
    design: csc_array,
    response: NDArray[np.float64],
    penalties: Sequence[NDArray[np.float64]],
) -> PenaltyProblem:
    """Form the cross-products of a model; parameters as the attributes of the result."""
    return PenaltyProblem(
        design=design,
        response=response,
        gram=(design.T @ design).toarray(),
        moments=design.T @ response,
        penalties=tuple(penalties),
    )


def gcv_score(problem: PenaltyProblem, penalties: Sequence[float]) -> float:
    """Return the criterion at one candidate; infinite where the model cannot be solved.

    Parameters
    ----------
    penalties : sequence of float
        λ, one per term.
    """
    n, p = problem.design.shape
    penalised = problem.gram + _RIDGE * np.eye(p)
    start = 0
    for value, matrix in zip(penalties, problem.penalties, strict=True):
        columns = slice(start, start + len(matrix))
        penalised[columns, columns] += value * matrix
        start = columns.stop
    try:
        factor = cho_factor(penalised, lower=True, overwrite_a=True)
    except LinAlgError:
        return np.inf
    edf = np.trace(cho_solve(factor, problem.gram))
    # From the rows, since yᵀy − 2βᵀXᵀy + βᵀXᵀXβ loses the digits of a response far from zero.
    residuals = problem.response - problem.design @ cho_solve(factor, problem.moments)
    return float(n * (residuals @ residuals) / (n - _GAMMA * edf) ** 2)


def choose_penalties(
    problem: PenaltyProblem, searched: Sequence[int], sweeps: int
) -> tuple[list[float], float]:
    """Search one penalty for all terms, then one term's at a time.

    Parameters
    ----------
    searched : sequence of int
        Positions of the terms that have a penalty.
    sweeps : int
        How often each term's penalty is searched in turn after the shared search (0: never).

    Returns
    -------
    penalties : list of float
        One per term; those of terms without a penalty have no effect.
    score : float
        The criterion there; infinite if the model could be solved at no candidate. The best so far
        competes with every later candidate, and of equals the first is taken.
    """
    n_terms = len(problem.penalties)
    shared = [[value] * n_terms for value in SHARED_PENALTIES]
    best, score = _best_of(problem, shared, shared[0], np.inf)
    for _ in range(sweeps):
        for position in searched:
            around = [[*best[:position], value, *best[position + 1 :]] for value in TERM_PENALTIES]
            best, score = _best_of(problem, around, best, score)
    return best, score


def _best_of(
    problem: PenaltyProblem, candidates: list[list[float]], best: list[float], score: float
) -> tuple[list[float], float]:
    for candidate in candidates:
        found = gcv_score(problem, candidate)
        if found < score:
            best, score = candidate, found
    return best, score
