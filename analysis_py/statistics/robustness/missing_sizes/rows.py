"""The row of a comparison with and without evaluations of unknown size."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class MissingSizesRow:
    """A comparison of sizes, without and with the evaluations of unknown size."""

    cohort_id: str
    benchmark_id: str
    comparison: str
    group_a: str | None
    group_b: str | None
    n_a: int
    n_b: int | None
    n_unknown: int
    share_unknown: float
    estimate: float | None
    std_error: float | None
    df_den: float | None
    p_value: float | None
    decision: str | None
    estimate_imputed: float | None
    std_error_imputed: float | None
    df_den_imputed: float | None
    p_value_imputed: float | None
    decision_imputed: str | None
    missing_information: float | None
    bound_low: float | None
    bound_high: float | None
    sign_holds: bool | None
    is_decision_changed: bool | None
    simulated_icc: float | None
    type1_error: float | None
    type1_error_calibrated: float | None
    n_simulations: int | None
    p_value_calibrated: float | None
    decision_calibrated: str | None
    p_value_imputed_calibrated: float | None
    decision_imputed_calibrated: str | None
    is_decision_changed_calibrated: bool | None
    n_imputations: int
    seed: int
    status: str
