"""Rows of the results of an ability scale."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis_py.statistics.rows import schema_of


@dataclass(frozen=True, kw_only=True)
class BenchmarkRow:
    """The curve of a benchmark."""

    benchmark_id: str
    n_models: int
    chance_pct: float
    n_items: float
    slope: float
    slope_std_error: float
    difficulty: float
    difficulty_std_error: float
    extra_sd: float
    explained_share: float | None
    frontier_pct: float
    steepness_at_frontier: float
    steepest_day: int | None
    last_steep_day: int | None


@dataclass(frozen=True, kw_only=True)
class VarianceRow:
    """A part of the variance of logits within benchmarks; the interval resamples developers."""

    component: str
    variance: float
    share: float
    share_low: float
    share_high: float


@dataclass(frozen=True, kw_only=True)
class ScaleRow:
    """The scale of a cohort."""

    cohort_id: str
    status: str
    n_models: int
    n_benchmarks: int
    n_cells: int
    n_developers: int
    n_iterations: int | None
    developer_share: float | None
    points_name: str | None
    points_per_unit: float | None
    interval_coverage: float | None
    interval_coverage_top: float | None
    error_factor: float | None
    seed: int


def _columns(text: str, real: str, whole: str = "", **others: pl.DataType) -> pl.Schema:
    kinds: list[tuple[str, pl.DataType]]
    kinds = [(text, pl.String()), (real, pl.Float64()), (whole, pl.Int64())]
    return pl.Schema(
        [(name, kind) for names, kind in kinds for name in names.split()] + [*others.items()]
    )


#: Columns of a model that rest on the errors of abilities, null where intervals do not cover.
OF_ERRORS = [
    "std_error",
    "points_std_error",
    "points_low",
    "points_high",
    "rank_low",
    "rank_high",
    "draws",
]
#: What a scale nests: models, benchmarks, scores, scores that models have not got, pairs of models
#: of which a is above b, and parts of the variance. Intervals hold 90 %.
NESTED = {
    "models": _columns(
        "weights developer",
        "ability std_error points points_std_error points_low points_high",
        "n_benchmarks ability_rank rank_low rank_high",
        draws=pl.List(pl.Float64()),
    ),
    "benchmarks": pl.Schema(schema_of(BenchmarkRow)),
    "cells": _columns(
        "weights benchmark_id",
        "score_pct expected_pct fitted_pct z weight",
        is_failed_run=pl.Boolean(),
    ),
    "predictions": _columns(
        "weights benchmark_id",
        "predicted_pct low_pct high_pct",
        is_developer_known=pl.Boolean(),
    ),
    "pairs": _columns("weights_a weights_b", "difference std_error p_value"),
    "variances": pl.Schema(schema_of(VarianceRow)),
}
