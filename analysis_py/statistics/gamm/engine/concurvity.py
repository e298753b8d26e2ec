"""Concurvity: how far each term could be made up of the others."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine.errors import GammError
from analysis_py.statistics.gamm.engine.fit import GammFit
from analysis_py.statistics.rows import to_frame

_RANK_TOLERANCE = 1e-10


@dataclass(frozen=True, kw_only=True)
class ConcurvityRow:
    """Concurvity of a term with the others, by three measures."""

    term: str
    worst: float
    observed: float
    estimate: float


def concurvity_table(fit: GammFit) -> pl.DataFrame:
    """One row per penalised term: three measures of its overlap with all other terms.

    Returns
    -------
    polars.DataFrame
        Columns ``term``, ``worst``, ``observed``, ``estimate``, each between 0 (no problem) and
        1 (the term lies in the space of the others).

    Notes
    -----
    With ``P`` the projection onto the columns of all other terms, intercept included:
    ``worst`` is the largest ``|P f|^2 / |f|^2`` over functions f of the term, ``observed`` the
    same for the fitted function, and ``estimate`` is ``|P X_j|_F^2 / |X_j|_F^2``, the average
    over the basis functions of the term (as defined in mgcv's documentation of `concurvity`).

    Raises
    ------
    GammError
        If a random intercept is absorbed.
    """
    if fit.design.absorbed is not None:
        raise GammError("Concurvity needs all columns: fit the model with absorb_from=None")
    XX = fit.products.xtx
    scaling = 1.0 / np.sqrt(np.diag(XX))
    scaled = XX * np.outer(scaling, scaling)
    rows = []
    for block in fit.design.penalised:
        gamma = fit.coefficients[block.columns]
        inside = np.zeros(XX.shape[0], dtype=bool)
        inside[block.columns] = True
        half = _inverse_root(scaled[np.ix_(~inside, ~inside)]) @ scaled[np.ix_(~inside, inside)]
        # X_j' P X_j and X_j' X_j in the natural coordinates of the term.
        PX = (half.T @ half) / np.outer(scaling[inside], scaling[inside])
        own = XX[np.ix_(inside, inside)]
        fitted = float(gamma @ own @ gamma)
        if block.basis is not None:
            # The average over basis functions depends on the basis: take the one before the
            # rotation to natural coordinates.
            T_inverse = np.linalg.inv(block.basis.constrained_transform)
        else:
            T_inverse = np.eye(gamma.size)
        rows.append(
            ConcurvityRow(
                term=block.label,
                worst=min(1.0, _largest_ratio(PX, own)),
                observed=float(gamma @ PX @ gamma) / fitted if fitted > 0.0 else 0.0,
                estimate=float(
                    np.trace(T_inverse.T @ PX @ T_inverse) / np.trace(T_inverse.T @ own @ T_inverse)
                ),
            )
        )
    return to_frame(ConcurvityRow, rows)


def _inverse_root(matrix: np.ndarray) -> np.ndarray:
    """``R`` with ``R'R`` the pseudo-inverse of a matrix with a diagonal of at most 1."""
    values, vectors = np.linalg.eigh(matrix)
    kept = values > _RANK_TOLERANCE * max(values[-1], 1.0)
    root: np.ndarray = (vectors[:, kept] / np.sqrt(values[kept])).T
    return root


def _largest_ratio(A: np.ndarray, B: np.ndarray) -> float:
    """Largest eigenvalue of ``B^-1 A`` on the range of B."""
    scaling = 1.0 / np.sqrt(np.diag(B))
    values, vectors = np.linalg.eigh(B * np.outer(scaling, scaling))
    kept = values > _RANK_TOLERANCE * values[-1]
    root = scaling[:, None] * vectors[:, kept] / np.sqrt(values[kept])
    return float(np.linalg.eigvalsh(root.T @ A @ root)[-1])
