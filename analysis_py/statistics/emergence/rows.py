"""Rows of the tables of emergence."""

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
    statistic: float | None
    df_num: float | None
    df_den: float | None
    p_value: float | None
    is_underpredicted: bool | None
    status: str


@dataclass(frozen=True, kw_only=True)
class JumpTest:
    """The test of a jump against gradual curves.

    Attributes
    ----------
    gain : float
        BIC of the best gradual curve less that of the best jump, of the curves searched here.
    p_value : float
        Share of samples of the best gradual curve in which the gain is as large.
    critical_p : float
        A jump is found where it gains and the p-value lies below; set so that false alarms keep to
        the level.
    false_alarm_rate : float
        Share of samples of a plausible gradual truth in which a jump is found, the largest.
    jump : float
        The jump whose chance of being found is stated, in units of the score.
    power_at_jump : float
        That chance, for a step half way along the models.
    """

    gain: float
    p_value: float
    critical_p: float
    is_found: bool
    false_alarm_rate: float
    jump: float
    power_at_jump: float


@dataclass(frozen=True, kw_only=True)
class SlopeRow:
    """The slope of a smooth curve over log size.

    Attributes
    ----------
    mean_slope, largest_slope, largest_slope_at_b : float
        The rise over the range of sizes, and the steepest place on a grid over it.
    sharpness, sharpness_ci_low, sharpness_ci_high : float or None
        Quotient of the largest slope and the mean slope, with an interval from the posterior; None
        where the curve does not rise as a whole, and an end where some draws have no rise.
    p_fall, falls_at_b : float
        Level at which the simultaneous band of the slope (Ruppert, Wand and Carroll 2003, section
        6.5) has a fall somewhere, and where that is likeliest.
    """

    mean_slope: float | None
    largest_slope: float | None
    largest_slope_at_b: float | None
    sharpness: float | None
    sharpness_ci_low: float | None
    sharpness_ci_high: float | None
    p_fall: float | None
    falls_at_b: float | None


@dataclass(frozen=True, kw_only=True)
class Judgement(SlopeRow):
    """The verdict on one ability, and what it rests on."""

    verdict: str | None
    best_model: str | None
    sharp_delta_bic: float | None
    p_jump: float | None
    critical_p_jump: float | None
    false_alarm_rate: float | None
    jump: float | None
    power_at_jump: float | None
    unpredictability: float | None
    unpredictability_ci_low: float | None
    unpredictability_ci_high: float | None
    p_fall_type1_error: float | None
    monotone_share: float | None
    is_underpredicted: bool | None
    forecasts: list[ForecastRow]


@dataclass(frozen=True, kw_only=True)
class EmergenceRow(Judgement):
    """The verdict on one ability on one scale of its score."""

    cohort_id: str
    benchmark_id: str
    score_scale: str
    judged_on: str
    n_obs: int
    n_sizes: int
    n_evaluations: int
    n_dropped: int
    n_generations: int
    verdict_by_generation: str | None
    p_fall_by_generation: float | None
    mean_slope_by_generation: float | None
    n_samples: int
    seed: int
    status: str
