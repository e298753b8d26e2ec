"""The space of standardised scores in which evaluations are neighbours or not."""

from dataclasses import dataclass

import numpy as np
import polars as pl

#: A benchmark that fewer evaluations than this share have is left out of a cohort's space.
MIN_COVERAGE = 0.5
#: With fewer benchmarks than this there is nothing to reduce to a plane.
MIN_BENCHMARKS = 3


@dataclass(frozen=True)
class ScoreSpace:
    """The complete rows of a cohort as points.

    Attributes
    ----------
    benchmarks : list of str
        One per dimension, in alphabetical order.
    evaluation_ids : list of str, length n
        In ascending order.
    points : ndarray, shape (n, d)
        Scores less their mean, in units of their standard deviation.
    n_dropped : int
        Evaluations that lack one of the benchmarks.
    n_left_out, n_incomplete : int
        Evaluations that are not among the rows because these are a sample: with all benchmarks, and
        without. The latter are dropped ones too.
    """

    benchmarks: list[str]
    evaluation_ids: list[str]
    points: np.ndarray
    n_dropped: int
    n_left_out: int
    n_incomplete: int

    @property
    def n_obs(self) -> int:
        """Number of points."""
        return len(self.evaluation_ids)

    @property
    def problem(self) -> str | None:
        """The reason why the score space cannot be used, or None."""
        if len(self.benchmarks) < MIN_BENCHMARKS:
            return "fewer than three benchmarks"
        return None


def cohorts_largest_first(scores: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """Return each cohort's name and scores, so that the longest work is begun first."""
    groups = scores.partition_by("cohort_id", as_dict=True)
    cohorts = [(str(cohort_id), group) for (cohort_id,), group in groups.items()]
    return sorted(cohorts, key=lambda cohort: (-cohort[1].height, cohort[0]))


def score_space(scores: pl.DataFrame) -> ScoreSpace:
    """Choose benchmarks and complete rows of one cohort, and standardise them.

    Parameters
    ----------
    scores : polars.DataFrame
        ``evaluation_id, benchmark_id, score_pct``, one row per score. Of a large cohort they are
        those of a sample, and ``n_left_out`` and ``n_incomplete``, the same on all rows, count the
        evaluations with and without all benchmarks that are not in it; else they are 0.

    Returns
    -------
    ScoreSpace
        Of the benchmarks that at least half of the evaluations have. Scores are standardised, so
        that every benchmark weighs the same.
    """
    wide = scores.pivot(
        on="benchmark_id", index="evaluation_id", values="score_pct", sort_columns=True
    ).sort("evaluation_id")
    benchmarks = [
        name
        for name in wide.columns[1:]
        if wide[name].count() >= MIN_COVERAGE * wide.height and wide[name].n_unique() > 2
    ]
    complete = wide.drop_nulls(benchmarks)
    # polars drops all rows of a frame without columns
    matrix = complete.select(benchmarks).to_numpy().astype(float)
    matrix = matrix.reshape(complete.height, len(benchmarks))
    if complete.height > 1 and benchmarks:
        matrix = (matrix - matrix.mean(axis=0)) / matrix.std(axis=0, ddof=1)
    n_incomplete = int(scores["n_incomplete"][0])
    return ScoreSpace(
        benchmarks=benchmarks,
        evaluation_ids=complete["evaluation_id"].to_list(),
        points=matrix,
        n_dropped=wide.height - complete.height + n_incomplete,
        n_left_out=int(scores["n_left_out"][0]),
        n_incomplete=n_incomplete,
    )
