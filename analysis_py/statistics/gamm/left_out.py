"""Curves of size without each base family, for contrasts that no one family may decide."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.gamm.engine import GammFit
from analysis_py.statistics.gamm.engine.curves import grid, smooth_of
from analysis_py.statistics.gamm.growth import TERM
from analysis_py.statistics.gamm.model_spec import BASE
from analysis_py.statistics.gamm.type1_error import FamilyDesign

#: The models whose contrasts claims read.
LEFT_OUT_GAMMS = ("size_clustered", "size_scaled_clustered")
_POINTS = 100


@dataclass(frozen=True, kw_only=True)
class LeftOutRow:
    """The curve of size without one base family, at the points of the curve of all.

    ``log_ratio`` is its rise between the two sizes at which the growth of a curve is stated.
    """

    base_family: str
    curve: list[float]
    log_ratio: float


@dataclass(frozen=True)
class _Family:
    """What the rows of a base family add to the normal equations of some of the columns."""

    columns: np.ndarray  # (c,)
    information: FloatArray  # (c, c)
    right: FloatArray  # (c,)


def curves_without_families(
    fit: GammFit, x: FloatArray, design: FamilyDesign | None = None
) -> tuple[list[str], FloatArray]:
    r"""Return the base families of a fit, and its curve of size without each of them.

    Parameters
    ----------
    fit : GammFit
        A model with a random effect of the base family.
    x : numpy.ndarray, shape (m,)
        Log sizes.
    design : FamilyDesign, optional
        Of the fit, if it has been made.

    Returns
    -------
    families : list of str, length g
    curves : numpy.ndarray, shape (g, m)

    Notes
    -----
    Smoothing parameters stay as fitted. With the equations :math:`A\beta = b` of all families and
    :math:`C\beta = c` of one, :math:`(A - C)\beta_{(k)} = b - c` is solved in the columns of the
    family by :math:`(I - A^{-1}C)\beta_{(k)} = \beta - A^{-1}c`.
    """
    design = design or FamilyDesign(fit)
    levels = [str(level) for level in fit.data.factors[BASE].levels]
    families = list(_equations(fit, design))
    A, b = np.diag(design.known).astype(float), np.zeros(len(design.known))
    for each in families:
        A[np.ix_(each.columns, each.columns)] += each.information
        b[each.columns] += each.right
    # effects that are eliminated within their family leave empty rows
    A[design.alone, design.alone] = 1.0
    inverse = np.linalg.inv(A)
    beta = inverse @ b
    of_term, basis = design.columns[TERM], smooth_of(fit, TERM)[1]
    B = basis.evaluate(x)
    curves = np.empty((len(families), len(x)))
    for curve, each in zip(curves, families, strict=True):
        columns, C = each.columns, each.information
        H = inverse[np.ix_(columns, columns)]
        without = np.linalg.solve(np.eye(len(columns)) - H @ C, beta[columns] - H @ each.right)
        moved = inverse[np.ix_(of_term, columns)] @ (each.right - C @ without)
        curve[:] = B @ (beta[of_term] - moved)
    return levels, curves


def _equations(fit: GammFit, design: FamilyDesign) -> Iterator[_Family]:
    """Sum the rows of each family, its intercept and the uploaders of it alone eliminated."""
    family, is_alone = fit.data.factors[BASE], np.zeros(design.X.shape[1], dtype=bool)
    is_alone[design.alone] = True
    order = np.argsort(family.codes, kind="stable")
    X, w, y = csr_array(design.X[order]), design.w[order], design.y[order]
    ends = np.cumsum(np.bincount(family.codes, minlength=len(family.levels)))
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        rows, weights = X[start:end], w[start:end, None]
        used = np.unique(rows.indices)
        alone, columns = used[is_alone[used]], used[~is_alone[used]]
        alone_too = np.column_stack([np.ones(end - start), rows[:, alone].toarray()])
        penalty = np.append(fit.smoothing[f"s({BASE})"], design.known[alone])
        Z = rows[:, columns].toarray()
        weighted = weights * alone_too
        shrunk = np.linalg.solve(alone_too.T @ weighted + np.diag(penalty), weighted.T)
        M = weights * Z - weighted @ (shrunk @ Z)
        yield _Family(columns, Z.T @ M, M.T @ y[start:end])


def leave_families_out(
    fit: GammFit, design: FamilyDesign | None, sizes_b: tuple[float, float]
) -> list[LeftOutRow]:
    """Return the curve of size of a clustered fit without each base family.

    Parameters
    ----------
    fit : GammFit
    design : FamilyDesign, optional
        Of the fit, if it has been made.
    sizes_b : tuple of float
        Sizes, in billions of parameters, between which the growth of a curve is stated.
    """
    x = np.append(grid(smooth_of(fit, TERM)[0], _POINTS), np.log(sizes_b))
    try:
        families, curves = curves_without_families(fit, x, design)
    except np.linalg.LinAlgError:
        return []
    return [
        LeftOutRow(
            base_family=family,
            curve=curve[:-2].tolist(),
            log_ratio=float(curve[-1] - curve[-2]),
        )
        for family, curve in zip(families, curves, strict=True)
    ]
