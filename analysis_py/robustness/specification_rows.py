"""Rows of the specification curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a test of a specification found; its results are null where ``status`` is not ok."""

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


@dataclass(frozen=True)
class Specified:
    """A specification of one benchmark.

    Attributes
    ----------
    benchmark_id : str
    row : SpecificationRow
    scores : ndarray, shape (n_clusters,), or None
        What each cluster adds to the standardised estimate under the null hypothesis; None where
        there is no estimate. Tests of one estimate share the array.
    """

    benchmark_id: str
    row: SpecificationRow
    scores: NDArray[np.float64] | None


@dataclass(frozen=True, kw_only=True)
class CurveRow:
    """A conclusion on one benchmark: every specification, and the test of them all."""

    conclusion: str
    contrast: str
    factor: str
    benchmark_id: str
    n_samples: int
    seed: int
    median_standardised_estimate: float | None
    p_value: float | None
    specifications: list[SpecificationRow]
