"""Rows of the tables of emergence, whose contracts say what each column means."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ForecastRow:
    """A line through the models up to a cut, carried beyond it."""

    cut: str
    cut_b: float
    n_within: int | None
    n_beyond: int | None
    rmse_within: float | None
    rmse_beyond: float | None
    error_ratio: float | None
    error_ratio_ci_low: float | None
    error_ratio_ci_high: float | None
    bias: float | None
    bias_ci_low: float | None
    bias_ci_high: float | None
    error_ratio_type1_error: float | None
    bias_type1_error: float | None
    is_underpredicted: bool | None
    status: str


@dataclass(frozen=True, kw_only=True)
class JumpTest:
    """The test of a jump against gradual curves."""

    p_jump: float | None
    critical_p_jump: float | None
    false_alarm_rate: float | None
    jump: float | None
    power_at_jump: float | None


@dataclass(frozen=True, kw_only=True)
class SlopeRow:
    """The slope of a smooth curve over log size.

    ``p_fall`` is the level at which the simultaneous band of the slope (Ruppert, Wand and Carroll
    2003, section 6.5) has a fall somewhere.
    """

    mean_slope: float | None
    p_fall: float | None
    falls_at_b: float | None


@dataclass(frozen=True, kw_only=True)
class Judgement(SlopeRow, JumpTest):
    """The verdict on one ability, and what it rests on."""

    verdict: str | None
    best_model: str | None
    sharp_delta_bic: float | None
    p_fall_type1_error: float | None
    is_underpredicted: bool | None
    forecasts: list[ForecastRow]


@dataclass(frozen=True, kw_only=True)
class EmergenceRow(Judgement):
    """The verdict on one ability on one scale of its score."""

    cohort_id: str
    benchmark_id: str
    score_scale: str
    judged_on: str
    status: str
    n_obs: int
    n_sizes: int
    n_evaluations: int
    n_dropped: int
    n_samples: int
    seed: int
