"""Rows of the results of an ability scale."""

from analysis_py.statistics.rows import row_type

#: The curve of a benchmark.
BenchmarkRow = row_type(
    "BenchmarkRow",
    text="benchmark_id",
    whole="n_models steepest_day? last_steep_day?",
    real="chance_pct n_items slope slope_std_error difficulty difficulty_std_error extra_sd "
    "explained_share? frontier_pct steepness_at_frontier",
)

#: A part of the variance of logits within benchmarks; the interval resamples developers.
VarianceRow = row_type(
    "VarianceRow",
    text="component",
    real="variance share share_low share_high",
)

#: The scale of a cohort.
ScaleRow = row_type(
    "ScaleRow",
    text="cohort_id status points_name?",
    whole="n_models n_benchmarks n_cells n_developers n_iterations? seed",
    real="developer_share? points_per_unit? interval_coverage? interval_coverage_top? "
    "error_factor? error_factor_top? profile_fit_p?",
)

#: The ability of a model; intervals at 90 %, null where they do not cover.
ModelRow = row_type(
    "ModelRow",
    text="weights developer",
    whole="n_benchmarks ability_rank rank_low? rank_high?",
    real="ability std_error? points points_std_error? points_low? points_high?",
    reals="draws?",
)
#: Columns of a model that rest on the errors of abilities.
OF_ERRORS = (
    *("std_error", "points_std_error", "points_low", "points_high"),
    *("rank_low", "rank_high", "draws"),
)
#: A score, and what the scale makes of it.
CellRow = row_type(
    "CellRow",
    text="weights benchmark_id",
    real="score_pct expected_pct fitted_pct z weight",
    flag="is_failed_run",
)
#: A score that a model has not got; the interval holds 90 %.
PredictionRow = row_type(
    "PredictionRow",
    text="weights benchmark_id",
    real="predicted_pct low_pct high_pct",
    flag="is_developer_known",
)
#: Two models, a above b.
ModelPairRow = row_type(
    "ModelPairRow", text="weights_a weights_b", real="difference std_error p_value"
)
#: What a scale nests.
NESTED = {
    "models": ModelRow,
    "benchmarks": BenchmarkRow,
    "cells": CellRow,
    "predictions": PredictionRow,
    "pairs": ModelPairRow,
    "variances": VarianceRow,
}
