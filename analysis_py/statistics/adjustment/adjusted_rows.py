"""Rows of adjusted means and differences of training types."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class _AdjustedRow:
    """An estimate at the cohort's mix, beside the same unadjusted."""

    estimate_unadjusted: float | None
    estimate: float | None
    std_error_naive: float | None
    std_error: float | None
    df_den: float | None
    ci_low: float | None
    ci_high: float | None
    warning: str | None
    status: str


@dataclass(frozen=True, kw_only=True)
class AdjustedMeanRow(_AdjustedRow):
    """The mean of a training type at the cohort's mix."""

    level: str
    n_obs: int
    n_clusters: int
    size_support: float | None
    family_support: float | None


@dataclass(frozen=True, kw_only=True)
class AdjustedPairRow(_AdjustedRow):
    """The difference of two training types at the cohort's mix."""

    group_a: str
    group_b: str
    n_a: int
    n_b: int
    n_clusters_a: int
    n_clusters_b: int
    statistic: float | None
    p_value: float | None
    log10_p_value: float | None
    p_adjusted: float | None
    simulated_icc: float | None
    type1_error: float | None
    critical_t: float | None
    p_value_calibrated: float | None
    p_adjusted_calibrated: float | None
    type1_error_calibrated: float | None
    type1_error_null: str | None
    minimum_detectable_difference: float | None
    n_simulations: int | None
    common_share_a: float | None
    common_share_b: float | None
    size_overlap: float | None


@dataclass(frozen=True, kw_only=True)
class AdjustedTypesRow:
    """The training types of a cohort and benchmark by one method."""

    cohort_id: str
    benchmark_id: str
    factor: str
    method: str
    formula: str
    n_used: int
    n_dropped: int
    means: list[AdjustedMeanRow]
    pairs: list[AdjustedPairRow]
