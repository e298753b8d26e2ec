"""Adjusted means and differences of training types for every cohort and benchmark."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl

from analysis_py.adjustment.cells import FORMULAS, TypedCells, design, overlap, support, warnings_of
from analysis_py.dependence.robust import RobustContrasts, regression_contrasts
from analysis_py.keys import BENCHMARK_KEY
from analysis_py.numerics.contrast_tests import MINIMUM_DF, add_holm, t_test

_COMMON = {
    "estimate_raw": pl.Float64,
    "estimate": pl.Float64,
    "std_error_naive": pl.Float64,
    "std_error": pl.Float64,
    "df_den": pl.Float64,
    "ci_low": pl.Float64,
    "ci_high": pl.Float64,
    "warning": pl.String,
    "status": pl.String,
}

_MEAN = pl.Struct(
    {
        "level": pl.String,
        "n_obs": pl.Int64,
        "n_clusters": pl.Int64,
        **_COMMON,
        "size_support": pl.Float64,
        "family_support": pl.Float64,
    }
)

_PAIR = pl.Struct(
    {
        "group_a": pl.String,
        "group_b": pl.String,
        "n_a": pl.Int64,
        "n_b": pl.Int64,
        "n_clusters_a": pl.Int64,
        "n_clusters_b": pl.Int64,
        **_COMMON,
        "statistic": pl.Float64,
        "p_value": pl.Float64,
        "log10_p_value": pl.Float64,
        "p_adjusted": pl.Float64,
        "common_share_a": pl.Float64,
        "common_share_b": pl.Float64,
        "size_overlap": pl.Float64,
    }
)

_SCHEMA = {
    **dict.fromkeys(BENCHMARK_KEY, pl.String),
    "factor": pl.String,
    "method": pl.String,
    "formula": pl.String,
    "n_used": pl.Int64,
    "n_dropped": pl.Int64,
    "means": pl.List(_MEAN),
    "pairs": pl.List(_PAIR),
}

_NO_ROW = "no evaluation with a size and a score"
_ONE_CLUSTER = "a group lies in one base family"


def fit_adjusted_types(cells: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Standardise the training types of every cohort to its mix of sizes and architectures.

    Parameters
    ----------
    cells : polars.DataFrame
        One row per cohort, benchmark, ``training_type``, ``architecture_family``,
        ``parameters_b`` and ``base_family``, with ``n_evaluations``, ``n_obs``, ``mean`` and
        ``sum_squares``. Rows without a size or a score are counted as dropped.
    confidence_level : float
        Of each interval; not simultaneous.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and method (``ancova``, ``g_computation``): ``formula``,
        ``n_used``, ``n_dropped``, ``means`` (one per training type) and ``pairs``. Standard
        errors are by the delta method, which is exact because both are linear in the
        coefficients: naive, and CR2 clustered on base families. ``estimate_raw`` is the same
        quantity unadjusted, from the same rows.
    """
    rows = []
    for key, group in cells.sort(*BENCHMARK_KEY).group_by(BENCHMARK_KEY, maintain_order=True):
        used = TypedCells.from_frame(group)
        levels = sorted(set(group["training_type"].to_list()))
        for method, formula in FORMULAS.items():
            rows.append(
                dict(zip(BENCHMARK_KEY, key, strict=True))
                | {
                    "factor": "training_type",
                    "method": method,
                    "formula": formula,
                    "n_used": int(used.n_obs.sum()),
                    "n_dropped": int(group["n_evaluations"].sum() - used.n_obs.sum()),
                }
                | _fit(used, levels, method, confidence_level)
            )
    return pl.DataFrame(rows, schema=_SCHEMA)


def _fit(cells: TypedCells, levels: list[str], method: str, confidence_level: float) -> dict:
    means = [_describe_mean(cells, level) for level in levels]
    pairs = [_describe_pair(cells, *pair) for pair in combinations(levels, 2)]
    if cells.problem is None:
        columns, at = design(cells, method)
        ends = list(combinations(range(len(cells.levels)), 2))
        differences = np.array([at[a] - at[b] for a, b in ends])
        fit = regression_contrasts(
            columns,
            cells.n_obs,
            cells.mean,
            cells.sum_squares,
            cells.cluster,
            np.vstack([at, differences]),
        )
        _fill([row for row in means if row["n_obs"]], fit, 0, confidence_level)
        _fill(
            [row for row in pairs if row["n_a"] and row["n_b"]],
            fit,
            len(at),
            confidence_level,
        )
        add_holm(pairs)
    for row in means:
        shares = [
            ("the cohort lies outside the sizes of the group", row.get("size_support", 1.0)),
            ("the cohort is of other architectures", row.get("family_support", 1.0)),
        ]
        row["warning"] = warnings_of(shares, row.get("df_den"), MINIMUM_DF)
    for row in pairs:
        shares = [
            ("group a lies outside the common sizes", row.get("common_share_a", 1.0)),
            ("group b lies outside the common sizes", row.get("common_share_b", 1.0)),
        ]
        row["warning"] = warnings_of(shares, row.get("df_den"), MINIMUM_DF)
    return {"means": [_only(row, _MEAN) for row in means], "pairs": pairs}


def _only(row: dict, schema: pl.Struct) -> dict:
    """Return the fields of the schema: a test of a mean against 0 would mean nothing."""
    names = {field.name for field in schema.fields}
    return {name: value for name, value in row.items() if name in names}


def _describe_mean(cells: TypedCells, level: str) -> dict:
    if level not in cells.levels:
        return {"level": level, "n_obs": 0, "n_clusters": 0, "status": _NO_ROW}
    j = cells.levels.index(level)
    return {
        "level": level,
        "n_obs": cells.n_of(j),
        "n_clusters": cells.n_clusters_of(j),
        "estimate_raw": cells.mean_of(j),
        "status": cells.problem or ("ok" if cells.n_clusters_of(j) > 1 else _ONE_CLUSTER),
    } | support(cells, j)


def _describe_pair(cells: TypedCells, group_a: str, group_b: str) -> dict:
    row = {"group_a": group_a, "group_b": group_b, "status": _NO_ROW}
    position = {level: j for j, level in enumerate(cells.levels)}
    for side, level in (("a", group_a), ("b", group_b)):
        j = position.get(level)
        row[f"n_{side}"] = 0 if j is None else cells.n_of(j)
        row[f"n_clusters_{side}"] = 0 if j is None else cells.n_clusters_of(j)
    if not (row["n_a"] and row["n_b"]):
        return row
    a, b = position[group_a], position[group_b]
    alone = min(row["n_clusters_a"], row["n_clusters_b"]) < 2
    row["estimate_raw"] = cells.mean_of(a) - cells.mean_of(b)
    row["status"] = cells.problem or (_ONE_CLUSTER if alone else "ok")
    return row | overlap(cells, a, b)


def _fill(rows: list[dict], fit: RobustContrasts, start: int, confidence_level: float) -> None:
    """Add estimates to rows that follow the order of the fit's contrasts."""
    for i, row in enumerate(rows, start):
        estimate, std_error, df = (float(x[i]) for x in (fit.estimate, fit.std_error, fit.df))
        if not np.isfinite(estimate):
            row["status"] = "size, architecture and type cannot be told apart"
            continue
        row["estimate"] = estimate
        naive = float(fit.std_error_naive[i])
        if np.isfinite(naive):
            row["std_error_naive"] = naive
        if row["status"] != "ok":
            continue
        if not (std_error > 0 and df > 0):
            row["status"] = "no variance between base families"
            continue
        row |= t_test(estimate, std_error, df, confidence_level)
        row |= {"std_error": std_error, "df_den": df}
