"""Cohorts: a separate check of each definition, and its evaluations."""

import polars as pl

from analysis_py.sources.predicates import Evaluations, PredicateError


def check_cohorts(cohorts: pl.DataFrame, evaluations: pl.DataFrame) -> pl.DataFrame:
    """Return the members of every cohort, or why it cannot be computed.

    A faulty cohort has a status and no members; the others are not affected. ``cohorts`` has a row
    per definition: ``place`` (file and row), ``snapshot_id``, ``predicate``, ``problem`` (null
    without a known problem) and further columns, which are kept. The result has ``status`` instead
    (``ok``, or the place and the problem) and ``evaluation_ids``, a sorted list.
    """
    snapshots = {
        snapshot_id: Evaluations(rows)
        for (snapshot_id,), rows in evaluations.group_by("snapshot_id")
    }
    statuses, members = [], []
    for cohort in cohorts.iter_rows(named=True):
        problem, matching = cohort["problem"], []
        if problem is None:
            try:
                matching = snapshots[cohort["snapshot_id"]].matching(cohort["predicate"])
            except PredicateError as error:
                problem = f"predicate: {error}"
            else:
                problem = None if matching else "predicate: it is true of no evaluation"
        statuses.append("ok" if problem is None else f"{cohort['place']}: {problem}")
        members.append(matching)
    return cohorts.drop("place", "problem").with_columns(
        pl.Series("status", statuses, pl.String),
        pl.Series("evaluation_ids", members, pl.List(pl.String)),
    )
