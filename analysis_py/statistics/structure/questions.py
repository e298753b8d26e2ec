"""Tables behind questions of structure: a row per model, a column per benchmark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis_py.statistics.arrays import FloatArray


@dataclass(frozen=True)
class Question:
    """One question on one population.

    Attributes
    ----------
    cohort_id, question_id : str
    asked : dict
        The row of ``seeds/structure/structure_questions.csv``.
    battery : list of str
        Its benchmarks, in order.
    chance : dict of str to float
        Score of guessing, in percent; 0 if unknown.
    table : polars.DataFrame
        One row per model: ``row_id``, ``unit``, its covariates, and the benchmarks in percent, null
        if missing. Rows of an unknown unit, or outside the question's sizes, are left out.
    is_claimed : bool
        Whether a claim is about it.
    """

    cohort_id: str
    question_id: str
    asked: dict[str, Any]
    battery: list[str]
    chance: dict[str, float]
    table: pl.DataFrame
    is_claimed: bool

    @property
    def complete(self) -> pl.DataFrame:
        """The rows that have every benchmark of the battery."""
        return self.table.drop_nulls(self.battery)

    def matrix(self, rows: pl.DataFrame) -> FloatArray:
        """Return the scores of rows on the battery, shape (n, k)."""
        return rows.select(self.battery).to_numpy().astype(float)


def questions_of(
    questions: pl.DataFrame,
    batteries: pl.DataFrame,
    scores: pl.DataFrame,
    rows: pl.DataFrame,
) -> Iterator[Question]:
    """Yield the questions on every population, in order of both.

    Parameters
    ----------
    questions : polars.DataFrame
        The chosen rows of ``seeds/structure/structure_questions.csv``.
    batteries : polars.DataFrame
        One row per cohort, question and benchmark: ``place``, ``is_in_battery``, ``chance_pct``,
        ``is_claimed``.
    scores : polars.DataFrame
        One row per cohort, row and benchmark: ``score_pct``.
    rows : polars.DataFrame
        One row per cohort and row: the units and the measures.
    """
    asked = {row["question_id"]: row for row in questions.to_dicts()}
    batteries = batteries.join(questions, on="question_id", how="semi")
    measures = [name for name in rows.columns if name != "cohort_id"]
    for (cohort,), of_cohort in batteries.sort("cohort_id").group_by(
        "cohort_id", maintain_order=True
    ):
        needed = of_cohort["benchmark_id"].unique().sort()
        wide = (
            scores.filter(
                (pl.col("cohort_id") == cohort) & pl.col("benchmark_id").is_in(needed.implode())
            )
            .pivot("benchmark_id", index="row_id", values="score_pct")
            .join(rows.filter(pl.col("cohort_id") == cohort), on="row_id")
            .sort("row_id")
        )
        for (question,), members in of_cohort.sort("question_id", "place", "benchmark_id").group_by(
            "question_id", maintain_order=True
        ):
            row = asked[str(question)]
            size = pl.col("parameters_b")
            table = wide.with_columns(unit=pl.col(row["unit"])).drop_nulls("unit")
            if row["size_low_b"] is not None:
                table = table.filter(size >= row["size_low_b"])
            if row["size_high_b"] is not None:
                table = table.filter(size < row["size_high_b"])
            names = members["benchmark_id"].to_list()
            yield Question(
                str(cohort),
                str(question),
                row,
                members.filter(pl.col("is_in_battery"))["benchmark_id"].to_list(),
                dict(zip(names, members["chance_pct"].fill_null(0.0), strict=True)),
                table.select("unit", *measures, *names),
                bool(members["is_claimed"][0]),
            )
