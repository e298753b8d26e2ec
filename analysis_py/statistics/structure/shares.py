"""Shares of the variance of ranks between contributors, bases, architectures and settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy import linalg, optimize, sparse, special, stats

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.numerics.numbering import number_labels
from analysis_py.statistics.rows import with_nulls
from analysis_py.statistics.structure.questions import Question

#: Crossed groupings, as columns of the rows; the fixed part is size.
GROUPINGS = ("contributor", "base_family", "architecture", "deployment")
#: Smallest number of rows for four groupings.
FEWEST_ROWS = 100
#: Share of the residual variance below which a grouping counts as zero.
SMALLEST = 1e-6


@dataclass(frozen=True, kw_only=True)
class ShareRow:
    """The share of one grouping and its difference from that of another."""

    given: str
    component: str
    against: str
    share: float | None
    ci_low: float | None
    ci_high: float | None
    difference: float | None
    difference_ci_low: float | None
    difference_ci_high: float | None
    p_value: float | None
    n_obs: int
    n_levels: int
    n_levels_against: int
    method: str
    status: str


@dataclass(frozen=True)
class CrossedFit:
    """Variances of crossed random intercepts and of the rows, by REML.

    Attributes
    ----------
    variance : numpy.ndarray, shape (c + 1,)
        Of each grouping, then of the rows.
    covariance : numpy.ndarray, shape (c + 1, c + 1)
        Of their logarithms, from the curvature of the likelihood; a variance of zero has none.
    log_likelihood : float
    """

    variance: FloatArray
    covariance: FloatArray
    log_likelihood: float


def shares_of(question: Question, level: float) -> list[ShareRow]:
    """Divide the variance of the rank of the average among crossed groupings.

    Parameters
    ----------
    question : Question
        Its table has the groupings too.
    level : float
        Of the intervals.

    Returns
    -------
    list of ShareRow
        One per what is given, grouping and other grouping.
    """
    kept = question.complete.drop_nulls([*GROUPINGS, "parameters_b"]).sort("row_id")
    average = question.matrix(kept).mean(axis=1) if kept.height else np.empty(0)
    rows: list[ShareRow] = []
    for given in ("size and base", "size"):
        names = [name for name in GROUPINGS if name != "base_family" or given != "size"]
        base = with_nulls(
            ShareRow,
            given=given,
            component="",
            against="",
            n_obs=kept.height,
            n_levels=0,
            n_levels_against=0,
            method="crossed random intercepts, REML",
            status=_status(kept, average),
        )
        rows += _shares(base, kept, average, names, level)
    return rows


def _status(kept: pl.DataFrame, average: FloatArray) -> str:
    if kept.height < FEWEST_ROWS:
        return f"only {kept.height} rows have all groupings, {FEWEST_ROWS} are needed"
    if np.ptp(average) == 0:
        return "the average does not vary"
    for name in GROUPINGS:
        if not 1 < kept[name].n_unique() < kept.height:
            return f"{name} has as many levels as rows, or one"
    return "ok"


def _shares(
    base: ShareRow,
    kept: pl.DataFrame,
    average: FloatArray,
    names: Sequence[str],
    level: float,
) -> list[ShareRow]:
    pairs = [(one, other) for one in names for other in names if one != other]
    levels = {name: kept[name].n_unique() for name in names}
    rows = [
        replace(
            base,
            component=one,
            against=other,
            n_levels=levels[one],
            n_levels_against=levels[other],
        )
        for one, other in pairs
    ]
    if base.status != "ok":
        return rows
    # normal scores of the ranks (Blom 1958), which a normal model takes
    rank = stats.rankdata(average)
    y = special.ndtri((rank - 0.375) / (len(rank) + 0.25))
    size = np.log(kept["parameters_b"].to_numpy().astype(float))
    fixed = np.column_stack([np.ones(len(y)), size, size**2])
    fit = fit_crossed(y, fixed, [number_labels(kept[name])[1] for name in names])
    return [_filled(row, fit, names, level) for row in rows]


def _filled(row: ShareRow, fit: CrossedFit, names: Sequence[str], level: float) -> ShareRow:
    i, j = names.index(row.component), names.index(row.against)
    total = fit.variance.sum()
    share = fit.variance / total
    z = float(special.ndtri((1 + level) / 2))
    # derivatives of the shares by the logarithms of the variances
    slopes = np.diag(share) - np.outer(share, share)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(np.einsum("ij,jk,ik->i", slopes, fit.covariance, slopes))
        logit = np.log(share / (1 - share))
        half = z * error / (share * (1 - share))
    apart = slopes[i] - slopes[j]
    difference = float(share[i] - share[j])
    # at the end of a range the curvature is uninformative
    squared = float(apart @ fit.covariance @ apart)
    apart_error = float(np.sqrt(squared)) if squared > 0 else np.nan
    return replace(
        row,
        share=float(share[i]),
        ci_low=float(1 / (1 + np.exp(-(logit[i] - half[i])))),
        ci_high=float(1 / (1 + np.exp(-(logit[i] + half[i])))),
        difference=difference,
        difference_ci_low=difference - z * apart_error,
        difference_ci_high=difference + z * apart_error,
        p_value=float(2 * special.ndtr(-abs(difference) / apart_error))
        if np.isfinite(apart_error)
        else None,
    )


def fit_crossed(y: FloatArray, fixed: FloatArray, groupings: Sequence[IntArray]) -> CrossedFit:
    r"""Fit :math:`y = X\beta + \sum_c Z_c u_c + e` by REML.

    The profiled criterion of Bates, Maechler, Bolker and Walker (2015, Journal of Statistical
    Software 67 (1), eq. 41) over the ratios of standard deviations, on the cross-products of
    levels: rows are summed once, so the cost of a step does not depend on their number. The
    grouping with the most levels, whose cross-products are diagonal, is eliminated first.

    The GAMM engine has the same optimum, but not the criterion around it with the residual variance
    profiled out, from which the intervals of shares come.
    """
    order = sorted(range(len(groupings)), key=lambda c: -int(groupings[c].max()))
    fit = _fit_ordered(y, fixed, [groupings[c] for c in order])
    back = np.append(np.argsort(order), len(order))
    return CrossedFit(fit.variance[back], fit.covariance[np.ix_(back, back)], fit.log_likelihood)


def _fit_ordered(y: FloatArray, fixed: FloatArray, groupings: Sequence[IntArray]) -> CrossedFit:
    sizes = [int(levels.max()) + 1 for levels in groupings]
    first = np.concatenate([[0], np.cumsum(sizes)])
    q, n, p = int(first[-1]), len(y), fixed.shape[1]
    place = [levels + start for levels, start in zip(groupings, first[:-1], strict=True)]
    cross = np.zeros((q, q))
    for a in place:
        for b in place:
            np.add.at(cross, (a, b), 1.0)
    right = np.zeros((q, p + 1))
    known = np.column_stack([fixed, y])
    for a in place:
        np.add.at(right, a, known)
    inner, m = known.T @ known, sizes[0]
    # the cross-products of two groupings are sparse
    scaled, diagonal_of = sparse.csr_array(cross[:m, m:]), np.diag(cross)[:m]
    counts, row_of = scaled.data.copy(), np.repeat(np.arange(m), np.diff(scaled.indptr))
    of_level = np.repeat(np.arange(len(sizes)), sizes)

    def criterion(log_ratio: FloatArray) -> tuple[float, float]:
        """Return minus twice the profiled restricted log likelihood, and the residual variance."""
        scale = np.exp(log_ratio)[of_level]
        other_scale = scale[m:, None]
        diagonal = diagonal_of * scale[:m] ** 2 + 1.0
        shrunk = scale[:m] / np.sqrt(diagonal)
        scaled.data = counts * shrunk[row_of]
        first = right[:m] * shrunk[:, None]
        system = (cross[m:, m:] - (scaled.T @ scaled).toarray()) * other_scale * other_scale.T
        system[np.diag_indices(q - m)] += 1.0
        factor = linalg.cholesky(system, lower=True, overwrite_a=True, check_finite=False)
        half = linalg.solve_triangular(
            factor, (right[m:] - scaled.T @ first) * other_scale, lower=True, check_finite=False
        )
        left = inner - half.T @ half - first.T @ first
        of_fixed = linalg.cholesky(left[:p, :p], lower=True)
        beta = linalg.solve_triangular(of_fixed, left[:p, p], lower=True)
        rss = float(left[p, p] - beta @ beta)
        log_det = np.log(diagonal).sum() + 2 * np.log(np.diag(factor)).sum()
        log_det += 2 * np.log(np.diag(of_fixed)).sum()
        variance = rss / (n - p)
        return float(log_det + (n - p) * (1 + np.log(2 * np.pi * variance))), variance

    bounds = [(0.5 * np.log(SMALLEST), 5.0)] * len(sizes)
    start = np.full(len(sizes), np.log(0.5))
    best = optimize.minimize(
        lambda x: criterion(x)[0], start, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-12}
    )
    residual = criterion(best.x)[1]
    variance = np.append(np.exp(2 * best.x) * residual, residual)
    return CrossedFit(variance, _log_covariance(criterion, best.x, n - p), -best.fun / 2)


def _log_covariance(
    criterion: Callable[[FloatArray], tuple[float, float]], at: FloatArray, df: int
) -> FloatArray:
    """Return the covariance of the logarithms of variances, by second differences."""
    c, step = len(at), 0.02
    free = np.flatnonzero(at > 0.5 * np.log(SMALLEST) + 10 * step).tolist()
    middle = criterion(at)[0]

    def moved(*steps: tuple[int, int]) -> tuple[float, float]:
        x = at.copy()
        for i, sign in steps:
            x[i] += sign * step
        return criterion(x)

    hessian, ratio, gradient = np.zeros((len(free), len(free))), np.zeros((c, c)), np.zeros(c)
    for m, i in enumerate(free):
        up, down = moved((i, 1)), moved((i, -1))
        hessian[m, m] = (up[0] - 2 * middle + down[0]) / step**2 / 2
        # the profiled residual variance adds 2 / df to the variance of its logarithm
        gradient[i] = (np.log(up[1]) - np.log(down[1])) / (2 * step)
        for k, j in enumerate(free[:m]):
            one, two, three, four = (moved((j, a), (i, b))[0] for a in (1, -1) for b in (1, -1))
            hessian[m, k] = hessian[k, m] = (one - two - three + four) / 4 / step**2 / 2
    if len(free):
        ratio[np.ix_(free, free)] = np.linalg.inv(hessian)
    jacobian = np.vstack([2 * np.eye(c) + gradient, gradient])
    return np.asarray(jacobian @ ratio @ jacobian.T + 2.0 / df, dtype=float)
