"""Sensitivity of differences between training types to a confounder that nobody measured.

How strongly would it have to go with both the training type and the score, beyond what is adjusted
for, to explain a difference away? Two answers: a ratio of risks (the E-value), and a share of the
variance that is left over (the robustness value).
"""

import math
from dataclasses import dataclass, replace

import polars as pl
from scipy import special

from analysis_py.statistics.numerics.contrast_tests import significance_level
from analysis_py.statistics.rows import to_frame, with_nulls

#: Logarithm of the ratio of risks that goes with one standard deviation (VanderWeele 2017).
_LOG_RISK_PER_SD = 0.91


@dataclass(frozen=True, kw_only=True)
class ConfoundingRow:
    """Strength that an unmeasured confounder would need to explain one difference away."""

    cohort_id: str
    benchmark_id: str
    factor: str
    method: str
    group_a: str
    group_b: str
    n_a: int
    n_b: int
    estimate: float | None
    std_error: float | None
    df_den: float | None
    ci_low: float | None
    ci_high: float | None
    pooled_std_dev: float | None
    standardised_difference: float | None
    risk_ratio: float | None
    e_value: float | None
    e_value_limit: float | None
    partial_r2: float | None
    robustness_value: float | None
    robustness_value_alpha: float | None
    warning: str | None
    is_significant: bool | None
    status: str


def e_value(risk_ratio: float) -> float:
    """Return the E-value of a ratio of risks, from 1 on.

    A confounder that goes with exposure and outcome by smaller ratios of risks each cannot explain
    it away (VanderWeele and Ding 2017, Annals of Internal Medicine 167, 268-274, box 1).
    """
    ratio = max(risk_ratio, 1 / risk_ratio)
    return ratio + math.sqrt(ratio * (ratio - 1))


def e_value_of_limit(low: float, high: float) -> float:
    """Return the E-value of the limit of an interval that is nearer to 1; 1 if it holds 1."""
    if low <= 1 <= high:
        return 1.0
    return e_value(low if low > 1 else high)


def partial_r2(statistic: float, df: float) -> float:
    """Return the share of left-over variance that an effect explains, from its t.

    It is also the share of the treatment's that a confounder must explain if it explained all that
    is left of the outcome (Cinelli and Hazlett 2020, Journal of the Royal Statistical Society B 82,
    39-67, section 4.2).
    """
    return statistic**2 / (statistic**2 + df)


def robustness_value(
    statistic: float, df: float, share: float = 1.0, level: float = 1.0
) -> float | None:
    """Return the robustness value of an effect.

    A confounder that explains less than that share of what is left of both treatment and outcome
    cannot lower the estimate by ``share`` of it, or make it insignificant at ``level`` (Cinelli
    and Hazlett 2020, equations 18 and 19; where one of the two bounds is not reached at equal
    shares, as in Cinelli, Ferwerda and Hazlett 2024, sensemakr, Observational Studies 10, 93-127).
    """
    f = share * abs(statistic) / math.sqrt(df)
    critical = 0.0
    if level < 1:
        if df <= 1:
            return None
        critical = float(special.stdtrit(df - 1, 1 - level / 2)) / math.sqrt(df - 1)
    if f <= critical:
        return 0.0
    if critical > 0 and f > 1 / critical:
        return (f**2 - critical**2) / (1 + f**2)
    beyond = (f - critical) ** 2
    return (math.sqrt(beyond**2 + 4 * beyond) - beyond) / 2


def fit_confounding_sensitivity(
    estimates: pl.DataFrame, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Say of every difference what an unmeasured confounder would need to explain it away.

    Parameters
    ----------
    estimates : polars.DataFrame
        One row per difference, with the fields of :class:`ConfoundingRow` up to
        ``pooled_std_dev``, ``warning``, ``is_significant`` and ``status``.
    confidence_level : float
        Of the intervals.

    Returns
    -------
    polars.DataFrame
        The same rows, as :class:`ConfoundingRow`. A difference of d standard deviations counts as a
        ratio of risks of exp(0.91 d) (VanderWeele and Ding 2017, table 2). t is the estimate in
        units of its interval, which may be calibrated, and has the estimate's degrees of freedom,
        so robustness values are of base families, not of evaluations.
    """
    rows = []
    for known in estimates.iter_rows(named=True):
        row = with_nulls(ConfoundingRow, **known)
        if row.status == "ok":
            row = _add_values(row, significance_level(confidence_level))
        rows.append(row)
    return to_frame(ConfoundingRow, rows)


def _add_values(row: ConfoundingRow, level: float) -> ConfoundingRow:
    estimate, df, low, high = row.estimate, row.df_den, row.ci_low, row.ci_high
    if estimate is None or df is None or low is None or high is None:
        return row
    statistic = 2 * estimate * float(special.stdtrit(df, 1 - level / 2)) / (high - low)
    row = replace(
        row,
        partial_r2=partial_r2(statistic, df),
        robustness_value=robustness_value(statistic, df),
        robustness_value_alpha=robustness_value(statistic, df, level=level),
    )
    if not row.pooled_std_dev:
        return replace(row, warning=row.warning or "no spread of scores to measure it by")
    ratio, of_low, of_high = (
        math.exp(_LOG_RISK_PER_SD * value / row.pooled_std_dev) for value in (estimate, low, high)
    )
    return replace(
        row,
        standardised_difference=estimate / row.pooled_std_dev,
        risk_ratio=ratio,
        e_value=e_value(ratio),
        e_value_limit=e_value_of_limit(of_low, of_high),
    )
