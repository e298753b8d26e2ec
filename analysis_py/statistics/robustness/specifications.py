"""Specification curves: one conclusion under every sensible choice of the analyst.

Simonsohn, Simmons and Nelson (2020, Nature Human Behaviour 4, 1208-1214). A specification is a
choice of score scale, test and clustering in one population. Combinations that could only repeat
another are left out: ranks do not depend on the scale; with clustered rows a pooled variance means
nothing; without a chance level there is nothing to correct for.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.clustered.regression import (
    ClusteredRegression,
    Fit,
    coefficient_regression,
    hc2_errors,
)
from analysis_py.statistics.comparisons.welch import welch_standard_error
from analysis_py.statistics.numerics.contrast_tests import decide, df_warning, t_test
from analysis_py.statistics.robustness.specification_designs import (
    Cells,
    Responses,
    formula,
    squares_of,
    unit_of,
)
from analysis_py.statistics.rows import to_frame, with_nulls

SCORE_SCALES = ("raw", "log", "logit", "above_chance")
#: Test and clustering, on each scale and on ranks.
SCALE_TESTS = (
    ("pooled_t", "naive"),
    ("welch", "naive"),
    ("welch", "cr2"),
    ("adjusted", "naive"),
    ("adjusted", "cr2"),
)
RANK_TESTS = (("rank", "naive"), ("rank", "cr2"))

_CURVE = ["conclusion", "contrast", "factor", "cohort_id", "duplicates"]
_CELL = ["side", "training_type", "architecture_family", "parameters_b", "base_family"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The test of a specification; its results are null where ``status`` is not ok."""

    n_obs: int
    n_a: int | None
    n_b: int | None
    n_clusters: int | None
    estimate: float | None
    standardised_estimate: float | None
    std_error: float | None
    statistic: float | None
    df_den: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    log10_p_value: float | None
    decision: str | None
    warning: str | None
    status: str


@dataclass(frozen=True, kw_only=True)
class SpecificationRow(Outcome):
    """A specification and its outcome."""

    specification_id: str
    conclusion: str
    benchmark_id: str
    cohort_id: str
    duplicates: str
    score_scale: str
    test: str
    clustering: str
    contrast: str
    factor: str
    formula: str
    n_dropped: int


_NO_OBSERVATIONS = with_nulls(Outcome, n_obs=0, status="no observations")


def fit_specifications(cells: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Estimate and test every conclusion under every specification.

    Parameters
    ----------
    cells : polars.DataFrame
        One row per ``conclusion`` (with its ``contrast`` and ``factor``), ``cohort_id``,
        ``duplicates``, ``benchmark_id``, ``score_scale`` and cell (``side, training_type,
        architecture_family, parameters_b, base_family``) with ``n_obs, mean, sum_squares``.
        ``base_family`` is the cluster, and ranks are twice the average rank.
    confidence_level : float
        Of the intervals; decisions are at one minus this level.

    Returns
    -------
    polars.DataFrame
        One :class:`SpecificationRow` per benchmark, scale, test and clustering.
    """
    rows: list[SpecificationRow] = []
    for values, group in sorted(cells.partition_by(_CURVE, as_dict=True).items()):
        curve: dict[str, Any] = dict(zip(_CURVE, map(str, values), strict=True))
        rows += _specify(group, curve, confidence_level)
    return to_frame(SpecificationRow, rows)


def _specify(
    cells: pl.DataFrame, curve: dict[str, Any], confidence_level: float
) -> list[SpecificationRow]:
    """Test one contrast in one population under every specification."""
    contrast, factor = curve["contrast"], curve["factor"]
    used = cells.filter(pl.col("n_obs") > 0)
    keys = used.select(_CELL).unique().sort(_CELL)
    used = used.join(keys.with_row_index("cell"), on=_CELL, nulls_equal=True)
    of = {
        key: frame.sort("cell")
        for key, frame in used.select(
            "benchmark_id", "score_scale", "cell", "n_obs", "mean", "sum_squares"
        )
        .partition_by("benchmark_id", "score_scale", as_dict=True, include_key=False)
        .items()
    }
    every_cell = Cells.from_frame(keys, contrast, factor)
    wanted = _wanted(cells)
    results: dict[tuple[str, str, bool], dict[tuple[str, str], Outcome]] = {}
    for is_adjusted in (False, True):
        for is_rank in (False,) if is_adjusted else (False, True):
            names = [name for name in wanted if (name[1] == "rank") == is_rank and name in of]
            for index, group in _share_designs(names, of, every_cell, is_adjusted):
                members = every_cell.take(index)
                fitted = _fit(members, group, is_adjusted, is_rank, confidence_level)
                for name, result in zip(group.names, fitted, strict=True):
                    results[(*name, is_adjusted)] = result
    rows = []
    for benchmark_id, score_scale in wanted:
        ranked = of.get((benchmark_id, "rank"))
        n_compared = 0 if ranked is None else int(ranked["n_obs"].sum())
        for test, clustering in RANK_TESTS if score_scale == "rank" else SCALE_TESTS:
            found = results.get((benchmark_id, score_scale, test == "adjusted"), {})
            outcome = found.get((test, clustering), _NO_OBSERVATIONS)
            choices = curve["cohort_id"], curve["duplicates"], score_scale, test, clustering
            rows.append(
                SpecificationRow(
                    specification_id="/".join([curve["conclusion"], benchmark_id, *choices]),
                    benchmark_id=benchmark_id,
                    score_scale=score_scale,
                    test=test,
                    clustering=clustering,
                    formula=formula(contrast, factor, score_scale, test == "adjusted"),
                    n_dropped=n_compared - outcome.n_obs,
                    **curve,
                    **vars(outcome),
                )
            )
    return rows


def _wanted(cells: pl.DataFrame) -> list[tuple[str, str]]:
    """Return the benchmarks and scales of the specifications."""
    benchmarks = cells.select("benchmark_id", "has_chance").unique().sort("benchmark_id")
    return [
        (benchmark, score_scale)
        for benchmark, has_chance in benchmarks.iter_rows()
        for score_scale in (*SCORE_SCALES, "rank")
        if has_chance or score_scale != "above_chance"
    ]


def _share_designs(
    names: list[tuple[str, str]],
    of: dict[tuple[str, str], pl.DataFrame],
    cells: Cells,
    is_adjusted: bool,
) -> list[tuple[NDArray[np.int64], Responses]]:
    """Put together the responses that have the same rows in the same cells."""
    usable = cells.usable(is_adjusted)
    groups: dict[tuple[bytes, bytes], tuple[NDArray[np.int64], list[Any]]] = {}
    for name in names:
        cell, n_obs, mean, squares = (of[name][c].to_numpy() for c in of[name].columns)
        kept = usable[cell]
        n_total = n_obs.sum()
        if name[1] == "rank":
            mean, squares = mean / n_total, squares / n_total**2
        cell, n_obs = cell[kept].astype(np.int64), n_obs[kept]
        key = cell.tobytes(), n_obs.tobytes()
        groups.setdefault(key, (cell, []))[1].append((name, n_obs, mean[kept], squares[kept]))
    return [
        (
            cell,
            Responses(
                [member[0] for member in members],
                members[0][1],
                np.column_stack([member[2] for member in members]),
                np.column_stack([member[3] for member in members]),
            ),
        )
        for cell, members in groups.values()
    ]


def _fit(
    cells: Cells, of: Responses, is_adjusted: bool, is_rank: bool, confidence_level: float
) -> list[dict[tuple[str, str], Outcome]]:
    """Return for each response its outcomes by test and clustering."""
    n = of.n_obs
    tests = [t for t in (*SCALE_TESTS, *RANK_TESTS) if (t[0] == "adjusted") == is_adjusted]
    tests = [t for t in tests if (t[0] == "rank") == is_rank]
    row = with_nulls(
        Outcome,
        n_obs=int(n.sum()),
        n_a=int(n[cells.is_a].sum()),
        n_b=int(n[~cells.is_a].sum()),
        n_clusters=len(np.unique(cells.base_family)),
        status=cells.problem(n) or "ok",
    )
    regression = None
    if row.status == "ok":
        x, covariates = cells.variable(n, is_rank), cells.covariates(n, is_adjusted)
        regression = coefficient_regression(x, covariates, n, cells.base_family)
        if regression is None:
            row = replace(row, status="the covariates determine the contrast")
    if regression is None:
        return [dict.fromkeys(tests, row) for _ in of.names]
    fit = regression.fit(of.mean)
    unit = unit_of(cells, of, x)
    errors = {test: _errors(test, regression, fit, cells, of) for test in tests}
    problem = cells.base_family_problem()
    found: list[dict[tuple[str, str], Outcome]] = []
    for j in range(len(of.names)):
        if not unit[j] > 0:
            found.append(dict.fromkeys(tests, replace(row, status="the score does not vary")))
            continue
        estimate = float(fit.estimate[0, j])
        estimated = replace(
            row, estimate=estimate, standardised_estimate=float(fit.estimate[0, j] / unit[j])
        )
        found.append(
            {
                test: replace(estimated, status=problem)
                if problem and test[1] == "cr2"
                else _tested(
                    estimated, estimate, float(std_error[j]), float(df[j]), confidence_level
                )
                for test, (std_error, df) in errors.items()
            }
        )
    return found


def _errors(
    test: tuple[str, str], regression: ClusteredRegression, fit: Fit, cells: Cells, of: Responses
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return standard errors and degrees of freedom of each response, shape (r,)."""
    df: NDArray[np.float64] | float
    if test[1] == "cr2":
        variance, df = regression.cr2_variance(fit.residual)[0], regression.df[0]
    elif test[0] != "welch":
        squares = of.sum_squares.sum(axis=0)
        variance, df = regression.naive_variance(fit.residual, squares)[0], regression.df_naive
    elif cells.contrast == "slope":
        variance, df = hc2_errors(regression, fit.residual, of.sum_squares)
    else:
        # the two variances tell Welch's degrees of freedom apart from those under equal ones
        (n_a, squares_a), (n_b, squares_b) = (
            squares_of(of, side) for side in (cells.is_a, ~cells.is_a)
        )
        with np.errstate(invalid="ignore"):
            return welch_standard_error(n_a, squares_a / (n_a - 1), n_b, squares_b / (n_b - 1))
    return np.sqrt(variance), np.broadcast_to(df, variance.shape)


def _tested(
    row: Outcome, estimate: float, std_error: float, df: float, confidence_level: float
) -> Outcome:
    if not (std_error > 0 and df > 0):
        return replace(row, status="no variance left to test with")
    test = t_test(estimate, std_error, df, confidence_level)
    return replace(
        row,
        std_error=std_error,
        df_den=df,
        **test,
        decision=decide(estimate, test["p_value"], confidence_level),
        warning=df_warning(df),
    )
