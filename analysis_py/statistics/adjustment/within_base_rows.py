"""Rows of comparisons within bases, and of the lead of tuned types over pretrained ones."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class WithinBaseRow:
    """The difference of two training types on one benchmark by one method."""

    cohort_id: str
    benchmark_id: str
    factor: str
    method: str
    group_a: str
    group_b: str
    n_bases: int
    n_a: int
    n_b: int
    n_bases_used: int
    n_used: int
    weights: str
    cluster: str
    n_clusters: int
    largest_weight: float | None
    n_bases_effective: float | None
    estimate: float | None
    std_error: float | None
    statistic: float | None
    df_den: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    effect_sd: float | None
    base_sd: float | None
    residual_sd: float | None
    prediction_low: float | None
    prediction_high: float | None
    minimum_detectable_difference: float | None
    share_gained: float | None
    share_low: float | None
    share_high: float | None
    type1_error: float | None
    n_simulations: int | None
    formula: str
    warning: str | None
    status: str
