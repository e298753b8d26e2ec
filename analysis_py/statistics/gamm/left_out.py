"""Curves of size without each base family, for contrasts that no one family may decide."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.gamm.engine import GammError, GammFit
from analysis_py.statistics.gamm.engine.curves import grid, smooth_of
from analysis_py.statistics.gamm.growth import TERM
from analysis_py.statistics.gamm.model_spec import BASE
from analysis_py.statistics.gamm.plans import log_scale_factor, model_frame, plan_model
from analysis_py.statistics.gamm.type1_error import FamilyNull
from analysis_py.statistics.rows import to_frame

#: The models whose contrasts claims read.
GAMMS = ("size_clustered", "size_scaled_clustered")
_POINTS = 100


@dataclass(frozen=True, kw_only=True)
class LeftOutRow:
    """The curve of size without one base family, at the points of the curve of all.

    ``log_ratio`` is its rise between the two sizes at which the growth of a curve is stated.
    """

    cohort_id: str
    gamm: str
    benchmark_id: str
    base_family: str
    curve: list[float]
    log_ratio: float


@dataclass(frozen=True)
class _Family:
    """What the rows of a base family add to the normal equations of some of the columns."""

    columns: np.ndarray  # (c,)
    information: FloatArray  # (c, c)
    right: FloatArray  # (c,)


def curves_without_families(fit: GammFit, x: FloatArray) -> tuple[list[str], FloatArray]:
    r"""Return the base families of a fit, and its curve of size without each of them.

    Parameters
    ----------
    fit : GammFit
        A model with a random effect of the base family.
    x : numpy.ndarray, shape (m,)
        Log sizes.

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
    null = FamilyNull(fit, 1, 0, 0.95)
    levels = [str(level) for level in fit.data.factors[BASE].levels]
    families = list(_equations(fit, null))
    A, b = np.diag(null.known).astype(float), np.zeros(len(null.known))
    for each in families:
        A[np.ix_(each.columns, each.columns)] += each.information
        b[each.columns] += each.right
    # effects that are eliminated within their family leave empty rows
    A[null.alone, null.alone] = 1.0
    inverse = np.linalg.inv(A)
    beta = inverse @ b
    own, basis = null.columns[TERM], smooth_of(fit, TERM)[1]
    B = basis.evaluate(x)
    curves = np.empty((len(families), len(x)))
    for curve, each in zip(curves, families, strict=True):
        columns, C = each.columns, each.information
        H = inverse[np.ix_(columns, columns)]
        without = np.linalg.solve(np.eye(len(columns)) - H @ C, beta[columns] - H @ each.right)
        moved = inverse[np.ix_(own, columns)] @ (each.right - C @ without)
        curve[:] = B @ (beta[own] - moved)
    return levels, curves


def _equations(fit: GammFit, null: FamilyNull) -> Iterator[_Family]:
    """Sum the rows of each family, its intercept and the uploaders of it alone eliminated."""
    family, is_alone = fit.data.factors[BASE], np.zeros(null.X.shape[1], dtype=bool)
    is_alone[null.alone] = True
    order = np.argsort(family.codes, kind="stable")
    X, w, y = csr_array(null.X[order]), null.w[order], null.y[order]
    ends = np.cumsum(np.bincount(family.codes, minlength=len(family.levels)))
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        rows, weights = X[start:end], w[start:end, None]
        used = np.unique(rows.indices)
        alone, columns = used[is_alone[used]], used[~is_alone[used]]
        own = np.column_stack([np.ones(end - start), rows[:, alone].toarray()])
        penalty = np.append(fit.smoothing[f"s({BASE})"], null.known[alone])
        Z = rows[:, columns].toarray()
        weighted = weights * own
        shrunk = np.linalg.solve(own.T @ weighted + np.diag(penalty), weighted.T)
        M = weights * Z - weighted @ (shrunk @ Z)
        yield _Family(columns, Z.T @ M, M.T @ y[start:end])


def fit_curves_without_families(
    members: pl.DataFrame,
    scores: pl.DataFrame,
    cohort_benchmarks: pl.DataFrame,
    sizes_b: tuple[float, float],
    n_jobs: int | None = None,
) -> pl.DataFrame:
    """Fit the curves of size of every cohort and benchmark without each base family.

    Parameters
    ----------
    members, scores, cohort_benchmarks : polars.DataFrame
        As for :func:`~analysis_py.statistics.gamm.models.fit_gamms`.
    sizes_b : tuple of float
        Sizes, in billions of parameters, between which the growth of a curve is stated.
    n_jobs : int, optional

    Returns
    -------
    polars.DataFrame
        One row per cohort, model, benchmark and base family, as :class:`LeftOutRow`; none of a
        model that cannot be fitted.
    """
    jobs = []
    for (cohort,), group in cohort_benchmarks.group_by("cohort_id", maintain_order=True):
        of_cohort = pl.col("cohort_id") == cohort
        names = group["benchmark_id"].to_list()
        rows = model_frame(members.filter(of_cohort), scores.filter(of_cohort), names)
        rows = rows.with_columns(log_scale_factor())
        jobs += [(rows, str(cohort), name, names, sizes_b) for name in names]
    tables = in_processes(_leave_out, jobs, "curves without each base family", n_jobs)
    return to_frame(LeftOutRow, [row for table in tables for row in table])


def _leave_out(
    rows: pl.DataFrame, cohort: str, benchmark: str, names: list[str], sizes_b: tuple[float, float]
) -> list[LeftOutRow]:
    found = []
    for gamm in GAMMS:
        plan = plan_model(rows, gamm, benchmark, names)
        if plan.problem is not None:
            continue
        try:
            fit = plan.fit()
            if BASE not in fit.data.factors:
                continue
            x = np.append(grid(smooth_of(fit, TERM)[0], _POINTS), np.log(sizes_b))
            families, curves = curves_without_families(fit, x)
        except (GammError, np.linalg.LinAlgError):
            continue
        found += [
            LeftOutRow(
                cohort_id=cohort,
                gamm=gamm,
                benchmark_id=benchmark,
                base_family=family,
                curve=curve[:-2].tolist(),
                log_ratio=float(curve[-1] - curve[-2]),
            )
            for family, curve in zip(families, curves, strict=True)
        ]
    return found
