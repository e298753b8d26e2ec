"""The lead of tuned over pretrained models, counted in several ways.

A leaderboard compares evaluations. Many of them are tunes of a few bases, and tuned bases differ
from others. Each way of counting removes another part of that imbalance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.adjustment.lead_decomposition import lead_rows
from analysis_py.statistics.adjustment.within_base_rows import WithinBaseRow
from analysis_py.statistics.clustered.regression import clustered_regression
from analysis_py.statistics.keys import BENCHMARK_KEY, BenchmarkKey, by_benchmark
from analysis_py.statistics.numerics.contrast_tests import df_warning, t_test
from analysis_py.statistics.numerics.natural_spline import natural_spline
from analysis_py.statistics.numerics.numbering import number_labels
from analysis_py.statistics.rows import with_nulls

PRETRAINED, UNKNOWN = "pretrained", "unknown"
#: Quantiles of five knots by Harrell (2015, Regression Modeling Strategies, section 2.4.6).
KNOTS = (0.05, 0.275, 0.5, 0.725, 0.95)


@dataclass(frozen=True)
class _Regression:
    """Cells of equal design and cluster; the first coefficient is the lead."""

    design: NDArray[np.float64]
    n_obs: NDArray[np.float64]
    mean: NDArray[np.float64]
    cluster: NDArray[np.int64]
    rows: pl.DataFrame


@dataclass(frozen=True)
class _Method:
    formula: str
    weights: str
    cluster: str
    prepare: Callable[[pl.DataFrame], _Regression]


def tuning_leads(cells: pl.DataFrame, confidence_level: float = 0.95) -> list[WithinBaseRow]:
    """Estimate the lead of each tuned type over pretrained models.

    Parameters
    ----------
    cells : polars.DataFrame
        One row per cohort, benchmark, ``training_type``, ``base_family``, ``lineage_family``,
        ``is_base_family_resolved`` and ``parameters_b`` (which may be null), with ``n_obs`` and
        ``total_units``, the sum of the scores in millionths of a percent.
    confidence_level : float
        Of each interval; not simultaneous.

    Returns
    -------
    list of WithinBaseRow
        One per cohort, benchmark, tuned type and method of :data:`METHODS`, whose errors are
        cluster-robust (CR2; Bell and McCaffrey 2002) with Satterthwaite's degrees of freedom under
        independent rows; and the three of
        :func:`~analysis_py.statistics.adjustment.lead_decomposition.lead_rows`.
    """
    rows = []
    scored = cells.filter(pl.col("n_obs") > 0).with_columns(
        mean=pl.col("total_units") / pl.col("n_obs") / 1e6
    )
    of_cohort = cells.group_by("cohort_id", maintain_order=True).agg(pl.col("training_type"))
    types = {
        cohort: sorted(set(levels) - {PRETRAINED, UNKNOWN})
        for cohort, levels in of_cohort.iter_rows()
        if PRETRAINED in levels
    }
    for key, group in by_benchmark(scored.sort(*BENCHMARK_KEY, *_CELL)):
        for tuned in types.get(key["cohort_id"], []):
            pair = group.filter(pl.col("training_type").is_in([tuned, PRETRAINED])).with_columns(
                is_tuned=pl.col("training_type") == tuned
            )
            rows += [
                _row(key, tuned, name, method, pair, confidence_level)
                for name, method in METHODS.items()
            ]
            rows += lead_rows(key, tuned, pair, confidence_level)
    return rows


def _row(
    key: BenchmarkKey,
    tuned: str,
    name: str,
    method: _Method,
    pair: pl.DataFrame,
    confidence_level: float,
) -> WithinBaseRow:
    model = method.prepare(pair)
    row = _count(key, tuned, name, method, model)
    if not (row.n_a and row.n_b):
        return replace(row, status="no evaluation of a group")
    if row.n_clusters < 2:
        return replace(row, status=f"one {method.cluster.replace('_', ' ')}")
    contrast = np.eye(1, model.design.shape[1])
    regression = clustered_regression(model.design, model.n_obs, model.cluster, contrast)
    fitted = regression.contrasts(model.mean, 0.0)
    estimate, std_error, df = (float(x[0]) for x in (fitted.estimate, fitted.std_error, fitted.df))
    if not np.isfinite(estimate):
        return replace(row, status="size, generation and type cannot be estimated separately")
    if not (std_error > 0 and df > 0):
        return replace(row, estimate=estimate, status="no variance between clusters")
    return replace(
        row,
        estimate=estimate,
        std_error=std_error,
        df_den=df,
        **t_test(estimate, std_error, df, confidence_level),
        warning=df_warning(df),
    )


def _count(
    key: BenchmarkKey, tuned: str, name: str, method: _Method, model: _Regression
) -> WithinBaseRow:
    """Return what a method compares: the rows, bases and clusters that its model uses."""
    used = model.rows
    n_a, n_b = (int(used.filter(is_tuned=side)["n_obs"].sum()) for side in (True, False))
    return with_nulls(
        WithinBaseRow,
        **key,
        factor="training_type",
        method=name,
        group_a=tuned,
        group_b=PRETRAINED,
        n_bases=_bases_with_both(used).len(),
        n_a=n_a,
        n_b=n_b,
        n_bases_used=used["base_family"].n_unique(),
        n_used=n_a + n_b,
        weights=method.weights,
        cluster=method.cluster,
        n_clusters=len(np.unique(model.cluster)),
        formula=method.formula,
        status="ok",
    )


def _bases_with_both(rows: pl.DataFrame) -> pl.Series:
    """Return the base families with both tuned and pretrained evaluations."""
    sides = rows.group_by("base_family").agg(pl.col("is_tuned").n_unique())
    return sides.filter(pl.col("is_tuned") == 2)["base_family"]


def _averaged(pair: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Sum evaluations over the cells of a coarser grouping."""
    return (
        pair.group_by(*by)
        .agg(pl.col("n_obs", "total_units").sum(), pl.col("lineage_family").min())
        .sort(*by)
        .with_columns(mean=pl.col("total_units") / pl.col("n_obs") / 1e6)
    )


def _two_means(cells: pl.DataFrame, n_obs: NDArray[np.float64], rows: pl.DataFrame) -> _Regression:
    tuned = cells["is_tuned"].cast(pl.Float64).to_numpy()
    design = np.column_stack([tuned, np.ones_like(tuned)])
    return _Regression(
        design, n_obs, cells["mean"].to_numpy(), number_labels(cells["base_family"])[1], rows
    )


def _all_evaluations(pair: pl.DataFrame) -> _Regression:
    cells = _averaged(pair, "base_family", "is_tuned")
    return _two_means(cells, cells["n_obs"].to_numpy().astype(float), pair)


def _each_base_once(pair: pl.DataFrame) -> _Regression:
    known = pair.filter("is_base_family_resolved")
    cells = _averaged(known, "base_family", "is_tuned")
    return _two_means(cells, np.ones(len(cells)), known)


def _over_own_base(pair: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return each base's gain over its own pretrained mean, and the evaluations behind it."""
    known = pair.filter("is_base_family_resolved")
    both = known.filter(pl.col("base_family").is_in(_bases_with_both(known).implode()))
    cells = _averaged(both, "base_family", "is_tuned")
    tuned, bases = cells.filter("is_tuned"), cells.filter(~pl.col("is_tuned"))
    return tuned.with_columns(mean=tuned["mean"] - bases["mean"]), both


def _own_base(pair: pl.DataFrame) -> _Regression:
    gains, rows = _over_own_base(pair)
    one = np.ones(len(gains))
    generation = number_labels(gains["lineage_family"])[1]
    return _Regression(one[:, None], one, gains["mean"].to_numpy(), generation, rows)


def _size_and_generation(pair: pl.DataFrame) -> _Regression:
    cells = pair.filter("is_base_family_resolved", pl.col("parameters_b").is_not_null())
    n_obs = cells["n_obs"].to_numpy()
    log_size = np.log(cells["parameters_b"].to_numpy())
    generation = number_labels(cells["lineage_family"])[1]
    knots = np.unique(np.quantile(np.repeat(log_size, n_obs), KNOTS)) if n_obs.size else log_size
    design = np.column_stack(
        [
            cells["is_tuned"].cast(pl.Float64).to_numpy(),
            natural_spline(log_size, knots),
            generation[:, None] == np.unique(generation)[1:],
        ]
    ).astype(float)
    base = number_labels(cells["base_family"])[1]
    return _Regression(design, n_obs.astype(float), cells["mean"].to_numpy(), base, cells)


_CELL = ("training_type", "base_family", "parameters_b")

#: By method: what is counted as one observation.
METHODS = {
    "all evaluations": _Method(
        "score_pct ~ type", "each evaluation once", "base_family", _all_evaluations
    ),
    "each base once": _Method(
        "mean of a base and type ~ type", "each base once", "base_family", _each_base_once
    ),
    "own base": _Method(
        "mean of a base − its pretrained mean ~ 1", "each base once", "lineage_family", _own_base
    ),
    "size and generation": _Method(
        "score_pct ~ type + natural spline of log size (5 knots) + lineage_family",
        "each evaluation once",
        "base_family",
        _size_and_generation,
    ),
}
