"""Cohorts: each definition checked by itself, and the evaluations that belong to it."""

import polars as pl

from analysis_py.sources.predicates import Evaluations, PredicateError


def check_cohorts(cohorts: pl.DataFrame, evaluations: pl.DataFrame) -> pl.DataFrame:
    """Say who belongs to every cohort, or why it cannot be computed.

    One cohort's fault is its own: it has no members and says so. ``cohorts`` has a row per
    definition: ``place`` (file and row), ``snapshot_id``, ``predicate``, ``problem`` (null where
    nothing is known against it yet) and others that are passed on; the result has ``status``
    instead (``ok``, or the place and the problem) and ``evaluation_ids``, a sorted list.
    """
    snapshots = {
        snapshot_id: Evaluations(rows)
        for (snapshot_id,), rows in evaluations.group_by("snapshot_id")
    }
    statuses, members = [], []
    for cohort in cohorts.iter_rows(named=True):
        problem, found = cohort["problem"], []
        if problem is None:
            try:
                found = snapshots[cohort["snapshot_id"]].matching(cohort["predicate"])
            except PredicateError as error:
                problem = f"predicate: {error}"
            else:
                problem = None if found else "predicate: it is true of no evaluation"
        statuses.append("ok" if problem is None else f"{cohort['place']}: {problem}")
        members.append(found)
    return cohorts.drop("place", "problem").with_columns(
        pl.Series("status", statuses, pl.String),
        pl.Series("evaluation_ids", members, pl.List(pl.String)),
    )
