"""Rows of the results of an ability scale."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class BenchmarkRow:
    """The curve of a benchmark."""

    benchmark_id: str
    n_models: int
    steepest_day: int | None
    last_steep_day: int | None
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
    points_name: str | None
    n_models: int
    n_benchmarks: int
    n_cells: int
    n_developers: int
    n_iterations: int | None
    seed: int
    developer_share: float | None
    points_per_unit: float | None
    interval_coverage: float | None
    interval_coverage_top: float | None
    error_factor: float | None
    error_factor_top: float | None
    profile_fit_p: float | None


@dataclass(frozen=True, kw_only=True)
class ModelRow:
    """The ability of a model; intervals at 90 %, null where they do not cover."""

    weights: str
    developer: str
    n_benchmarks: int
    ability_rank: int
    rank_low: int | None
    rank_high: int | None
    ability: float
    std_error: float | None
    points: float
    points_std_error: float | None
    points_low: float | None
    points_high: float | None
    draws: list[float] | None


#: Columns of a model that rest on the errors of abilities.
OF_ERRORS = (
    "std_error",
    "points_std_error",
    "points_low",
    "points_high",
    "rank_low",
    "rank_high",
    "draws",
)


@dataclass(frozen=True, kw_only=True)
class CellRow:
    """A score, and what the scale makes of it."""

    weights: str
    benchmark_id: str
    score_pct: float
    expected_pct: float
    fitted_pct: float
    z: float
    weight: float
    is_failed_run: bool


@dataclass(frozen=True, kw_only=True)
class PredictionRow:
    """A score that a model has not got; the interval holds 90 %."""

    weights: str
    benchmark_id: str
    predicted_pct: float
    low_pct: float
    high_pct: float
    is_developer_known: bool


@dataclass(frozen=True, kw_only=True)
class ModelPairRow:
    """Two models, a above b."""

    weights_a: str
    weights_b: str
    difference: float
    std_error: float
    p_value: float


#: What a scale nests.
NESTED = {
    "models": ModelRow,
    "benchmarks": BenchmarkRow,
    "cells": CellRow,
    "predictions": PredictionRow,
    "pairs": ModelPairRow,
    "variances": VarianceRow,
}
