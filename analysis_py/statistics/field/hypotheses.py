"""Tests of papers' hypotheses on size and training types, on current models."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from analysis_py.statistics.field.contrasts import KINDS, Contrast, Hypothesis
from analysis_py.statistics.field.regression import (
    MINIMUM_DEVELOPERS,
    Estimate,
    estimate_contrasts,
)
from analysis_py.statistics.keys import BenchmarkKey, by_benchmark
from analysis_py.statistics.numerics.contrast_tests import holm
from analysis_py.statistics.rows import to_frame, with_nulls

#: Kinds whose tests on one benchmark form a family.
_FAMILIES = ("ranges of size", "training types")


@dataclass(frozen=True, kw_only=True)
class HypothesisRow(Estimate):
    """The test of one hypothesis on a benchmark of a cohort."""

    question: str
    cohort_id: str
    benchmark_id: str
    status: str
    p_adjusted: float | None
    is_equivalent: bool | None
    n_a: int
    n_b: int
    n_obs: int
    n_developers: int
    n_sized: int
    n_models: int


def fit_hypotheses(
    weights: pl.DataFrame,
    asked: pl.DataFrame,
    minimum: int = 20,
    confidence_level: float = 0.95,
    margin_pct: float = 2.0,
    n_simulations: int = 2000,
    seed: int = 0,
) -> pl.DataFrame:
    """Test every hypothesis on its benchmark.

    Parameters
    ----------
    weights : polars.DataFrame
        As for :func:`analysis_py.statistics.field.slopes.fit_slopes`, with ``training_type``.
    asked : polars.DataFrame
        ``cohort_id``, ``benchmark_id`` and the fields of :class:`Hypothesis`, of which
        ``kind`` is a key of :data:`KINDS`.
    margin_pct : float
        Two sides are equivalent if the interval of their difference lies within it. If the true
        difference equals the margin, that happens with probability ``type1_error`` at most.
    minimum, confidence_level, n_simulations, seed
        As for :func:`analysis_py.statistics.field.slopes.fit_slopes`.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`HypothesisRow`. Standard errors are CR2, clustered by developer;
        p-values of pairs are Holm's over all pairs of the kind on the benchmark.
    """
    found: list[Any] = []
    for key, rows in by_benchmark(weights):
        hypotheses = [
            Hypothesis(**row, minimum=minimum)
            for row in asked.filter(
                pl.col("cohort_id") == key["cohort_id"],
                pl.col("benchmark_id") == key["benchmark_id"],
            )
            .drop("cohort_id", "benchmark_id")
            .iter_rows(named=True)
        ]
        for kind in KINDS:
            tests = [
                _test_hypothesis(hypothesis, key, rows, confidence_level, n_simulations, seed)
                for hypothesis in hypotheses
                if hypothesis.kind == kind
            ]
            p_values = [row.p_value for row in tests]
            adjusted = holm(p_values) if kind in _FAMILIES else p_values
            found += [
                replace(
                    row,
                    p_adjusted=p,
                    is_equivalent=_is_equivalent(row, margin_pct) if kind in _FAMILIES else None,
                )
                for row, p in zip(tests, adjusted, strict=True)
            ]
    return to_frame(HypothesisRow, found)


def _test_hypothesis(
    hypothesis: Hypothesis,
    key: BenchmarkKey,
    rows: pl.DataFrame,
    confidence_level: float,
    n_simulations: int,
    seed: int,
) -> Any:
    contrast = KINDS[hypothesis.kind](rows, hypothesis)
    known = {
        **key,
        "question": hypothesis.question,
        "n_sized": rows["log2_total"].count(),
        "n_models": rows.height,
    }
    if isinstance(contrast, str):
        return with_nulls(
            HypothesisRow, **known, n_a=0, n_b=0, n_obs=0, n_developers=0, status=contrast
        )
    problem, estimate = _problem(contrast), Estimate()
    if problem is None:
        y = contrast.rows["score_pct"].to_numpy() - (hypothesis.baseline_pct or 0.0)
        developers, weights = contrast.rows["developer"].to_numpy(), contrast.weights[None]
        (estimate,) = estimate_contrasts(
            contrast.design, y, developers, weights, confidence_level, n_simulations, seed
        )
    return with_nulls(
        HypothesisRow,
        **known,
        **asdict(estimate),
        n_a=contrast.n_a,
        n_b=contrast.n_b,
        n_obs=contrast.rows.height,
        n_developers=contrast.rows["developer"].n_unique(),
        status=problem or "ok",
    )


def _problem(contrast: Contrast) -> str | None:
    """Return why the rows allow no estimate, or None."""
    if (n_developers := contrast.rows["developer"].n_unique()) < MINIMUM_DEVELOPERS:
        return f"{n_developers} developers, fewer than {MINIMUM_DEVELOPERS}"
    if contrast.rows["score_pct"].n_unique() == 1:
        return "all scores are the same"
    if np.linalg.matrix_rank(contrast.design) < contrast.design.shape[1]:
        return "the sides of the comparison do not vary apart from size"
    return None


def _is_equivalent(row: Any, margin_pct: float) -> bool | None:
    """Return whether the interval lies within the margin; null where there is no test."""
    if row.ci_low is None or row.ci_high is None or row.warning:
        return None
    return max(-row.ci_low, row.ci_high) < margin_pct
