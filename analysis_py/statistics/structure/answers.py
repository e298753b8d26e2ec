"""Answers to the questions of structure on every population with the benchmarks for them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analysis_py.statistics.rows import to_frame, with_nulls
from analysis_py.statistics.structure.components import ComponentsRow, components_of
from analysis_py.statistics.structure.correlations import CorrelationRow, correlations_of
from analysis_py.statistics.structure.forecasts import ForecastRow, forecasts_of
from analysis_py.statistics.structure.questions import Question, questions_of
from analysis_py.statistics.structure.shares import ShareRow, shares_of
from analysis_py.statistics.structure.shifts import ShiftRow, shifts_of


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """The answer to one question on one population, as rows of its statistic."""

    cohort_id: str
    question_id: str
    components: list[ComponentsRow] | None
    correlations: list[CorrelationRow] | None
    forecasts: list[ForecastRow] | None
    shares: list[ShareRow] | None
    shifts: list[ShiftRow] | None


def fit_structure(
    questions: pl.DataFrame,
    batteries: pl.DataFrame,
    scores: pl.DataFrame,
    rows: pl.DataFrame,
    printed: pl.DataFrame,
    confidence_level: float = 0.95,
    seed: int = 0,
) -> pl.DataFrame:
    """Answer every question on every population.

    Parameters
    ----------
    questions, batteries, scores, rows : polars.DataFrame
        As :func:`~analysis_py.statistics.structure.questions.questions_of` takes them; questions of
        other statistics than :class:`AnswerRow` has are left out.
    printed : polars.DataFrame
        ``seeds/structure/printed_forecasts.csv``: published formulas.
    confidence_level : float
    seed : int
        Each question on each population has its own streams.

    Returns
    -------
    polars.DataFrame
        One row per cohort and question, as :class:`AnswerRow`.
    """
    formulas = {
        str(question): dict(rows.select("term", "coefficient").iter_rows())
        for (question,), rows in printed.group_by("question_id")
    }
    settings = confidence_level, seed
    ask: Mapping[str, Callable[[Question], Sequence[Any]]] = {
        "components": lambda question: components_of(question, *settings),
        "correlations": lambda question: correlations_of(question, *settings),
        "forecasts": lambda question: forecasts_of(
            question, formulas.get(question.question_id, {}), *settings
        ),
        "shares": lambda question: shares_of(question, confidence_level),
        "shifts": lambda question: shifts_of(question, *settings),
    }
    known = questions.filter(pl.col("statistic").is_in(list(ask)))
    answered = []
    for question in questions_of(known, batteries, scores, rows):
        statistic = question.asked["statistic"]
        answer = {statistic: [_without_nan(row) for row in ask[statistic](question)]}
        key = {"cohort_id": question.cohort_id, "question_id": question.question_id}
        answered.append(with_nulls(AnswerRow, **key, **answer))
    return to_frame(AnswerRow, answered)


def _without_nan(row: Any) -> Any:
    """Return a row with NaN replaced by null."""
    return replace(row, **{name: None for name, value in vars(row).items() if value != value})
