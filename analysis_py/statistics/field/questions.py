"""Hypotheses of papers on size and training types, tested on the models of today."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import numpy as np
import polars as pl
from scipy import special

from analysis_py.statistics.clustered.regression import regression_contrasts
from analysis_py.statistics.field.poses import KINDS, Posed, Question
from analysis_py.statistics.field.regression import MINIMUM_MAKERS, NO_ESTIMATE, Estimate, tested
from analysis_py.statistics.keys import BenchmarkKey, by_benchmark
from analysis_py.statistics.numerics.contrast_tests import holm
from analysis_py.statistics.rows import to_frame, with_nulls

#: Kinds of which several on one benchmark are one family of tests.
_FAMILIES = ("ranges of size", "training types")


@dataclass(frozen=True, kw_only=True)
class AnswerRow(Estimate):
    """The answer to one question on a benchmark of a cohort."""

    question: str
    cohort_id: str
    benchmark_id: str
    p_adjusted: float | None
    is_equivalent: bool | None
    n_a: int
    n_b: int
    n_obs: int
    n_developers: int
    n_sized: int
    n_models: int
    status: str


def answer_questions(
    weights: pl.DataFrame,
    asked: pl.DataFrame,
    minimum: int = 20,
    confidence_level: float = 0.95,
    margin_pct: float = 2.0,
) -> pl.DataFrame:
    """Answer every question on the benchmark that it is asked of.

    Parameters
    ----------
    weights : polars.DataFrame
        As for :func:`analysis_py.statistics.field.slopes.fit_slopes`, with ``training_type``.
    asked : polars.DataFrame
        ``cohort_id``, ``benchmark_id`` and the fields of :class:`Question`, of which ``kind`` is a
        key of :data:`KINDS`.
    minimum : int
        Of rows of a curve or a line.
    confidence_level : float
    margin_pct : float
        Two sides are equivalent if both one-sided tests at one minus the confidence level say that
        they differ by less.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`AnswerRow`. Standard errors are CR2, clustered by developer; p-values
        of pairs are Holm's over all pairs of the kind on the benchmark.
    """
    found: list[AnswerRow] = []
    for key, rows in by_benchmark(weights):
        questions = [
            Question(**row, minimum=minimum)
            for row in asked.filter(
                pl.col("cohort_id") == key["cohort_id"],
                pl.col("benchmark_id") == key["benchmark_id"],
            )
            .drop("cohort_id", "benchmark_id")
            .iter_rows(named=True)
        ]
        for kind, pose in KINDS.items():
            answers = [
                _answer(pose(rows, question), question, key, rows, confidence_level)
                for question in questions
                if question.kind == kind
            ]
            p_values = [row.p_value for row in answers]
            adjusted = holm(p_values) if kind in _FAMILIES else p_values
            found += [
                replace(
                    row,
                    p_adjusted=p,
                    is_equivalent=_is_equivalent(row, confidence_level, margin_pct)
                    if kind in _FAMILIES
                    else None,
                )
                for row, p in zip(answers, adjusted, strict=True)
            ]
    return to_frame(AnswerRow, found)


def _answer(
    posed: Posed | str,
    question: Question,
    key: BenchmarkKey,
    rows: pl.DataFrame,
    confidence_level: float,
) -> AnswerRow:
    known = {
        **key,
        "question": question.question,
        "n_sized": rows["log2_total"].count(),
        "n_models": rows.height,
    }
    if isinstance(posed, str):
        return with_nulls(AnswerRow, **known, n_a=0, n_b=0, n_obs=0, n_developers=0, status=posed)
    problem, estimate = _problem(posed), NO_ESTIMATE
    if problem is None:
        y = posed.rows["score_pct"].to_numpy() - (question.baseline_pct or 0.0)
        developers, ones = posed.rows["developer"].to_numpy(), np.ones(posed.rows.height)
        found = regression_contrasts(posed.design, ones, y, 0.0, developers, posed.contrast[None])
        estimate = tested(found.estimate[0], found.std_error[0], found.df[0], confidence_level)
    return with_nulls(
        AnswerRow,
        **known,
        **asdict(estimate),
        n_a=posed.n_a,
        n_b=posed.n_b,
        n_obs=posed.rows.height,
        n_developers=posed.rows["developer"].n_unique(),
        status=problem or "ok",
    )


def _problem(posed: Posed) -> str | None:
    """Return why nothing can be estimated on the rows, or None."""
    if (n_developers := posed.rows["developer"].n_unique()) < MINIMUM_MAKERS:
        return f"{n_developers} developers, fewer than {MINIMUM_MAKERS}"
    if posed.rows["score_pct"].n_unique() == 1:
        return "all scores are the same"
    if np.linalg.matrix_rank(posed.design) < posed.design.shape[1]:
        return "the sides of the comparison do not vary apart from size"
    return None


def _is_equivalent(row: AnswerRow, confidence_level: float, margin_pct: float) -> bool | None:
    """Return whether two one-sided tests bound the difference; null where there is no test."""
    if row.estimate is None or row.std_error is None or row.df_den is None or row.warning:
        return None
    reach = row.std_error * float(special.stdtrit(row.df_den, confidence_level))
    return bool(abs(row.estimate) + reach < margin_pct)
