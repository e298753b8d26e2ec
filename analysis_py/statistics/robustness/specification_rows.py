"""Rows of the specification curves."""

from dataclasses import dataclass

from analysis_py.statistics.robustness.curve_test import Design, NullScores


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The test of a specification; its results are null where ``status`` is not ok."""

    n_obs: int
    n_a: int | None
    n_b: int | None
    n_clusters: int | None
    estimate: float | None
    standardised_estimate: float | None
    std_error: float | None
    statistic: float | None
    df_den: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    log10_p_value: float | None
    decision: str | None
    warning: str | None
    status: str


@dataclass(frozen=True, kw_only=True)
class SpecificationRow(Outcome):
    """A specification and its outcome."""

    specification_id: str
    cohort_id: str
    duplicates: str
    score_scale: str
    test: str
    clustering: str
    formula: str
    n_dropped: int
    repeats: str | None


@dataclass(frozen=True)
class Specified:
    """A specification of one benchmark.

    Attributes
    ----------
    scores : NullScores or None
        Of the estimate; None where there is none. Tests of one estimate share the object.
    design : Design or None
        Specifications of one design share the object.
    """

    benchmark_id: str
    row: SpecificationRow
    scores: NullScores | None
    design: Design | None


@dataclass(frozen=True, kw_only=True)
class CurveRow:
    """A conclusion on one benchmark: every specification, and the test of them all."""

    conclusion: str
    contrast: str
    factor: str
    benchmark_id: str
    n_samples: int
    seed: int
    n_simulations: int
    median_standardised_estimate: float | None
    median_statistic: float | None
    p_value: float | None
    p_value_calibrated: float | None
    icc: float | None
    type1_error: float | None
    specifications: list[SpecificationRow]
