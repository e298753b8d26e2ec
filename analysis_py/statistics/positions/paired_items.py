"""Comparison of two models on the items that both answered, from stored answers."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from scipy.special import ndtri

from analysis_py.runs.paired.suites import pool_tasks
from analysis_py.statistics.items.logistic import FULL_MARKS
from analysis_py.statistics.positions.model_names import ITEMS
from analysis_py.statistics.positions.model_queries import ComparedRow, adjust_by_snapshot
from analysis_py.statistics.rows import to_frame, with_nulls

#: Answers with a status are in no comparison.
_LEFT_OUT = """
    anti join (from read_parquet($evaluations) where status is not null)
        using (evaluation_id, benchmark_id)
"""
#: What two models scored on every item that both answered, in full marks.
_ANSWERS = """
with evaluations as (
    select evaluation_id, import_name, model_name from read_parquet($models)
    where model_name in ($a, $b)
),

answers as (
    select evaluations.*, benchmark_id, item_key, cluster_id, score / $full_marks as score
    from read_parquet($results, hive_partitioning = false)
    join evaluations using (evaluation_id)
    {left_out}
)

select
    a.benchmark_id,
    a.import_name as run_a,
    b.import_name as run_b,
    a.score as score_a,
    b.score as score_b,
    coalesce(a.cluster_id, b.cluster_id, 'item ' || item_key) as cluster_id
from answers as a
join answers as b using (benchmark_id, item_key)
where a.model_name = $a and b.model_name = $b
order by all
"""


def compare_items(
    folders: Sequence[Path], a: str, b: str, confidence_level: float, power: float
) -> pl.DataFrame:
    """Compare two models on the items of each benchmark that both answered.

    Parameters
    ----------
    folders : sequence of Path
        Folders of item results, as :func:`analysis_py.imports.item_storing.store_items` fills
        them; one that is not there holds none.
    a, b : str
        Names of models.
    confidence_level, power : float
        Of the intervals, and of the smallest difference that such a comparison detects.

    Returns
    -------
    polars.DataFrame
        Of :class:`~analysis_py.statistics.positions.model_queries.ComparedRow`, one per benchmark
        and pair of imports, whose names are the runs: the difference as ``stat_item_pairs`` has
        it, where it holds the pair.
    """
    answers = _read_answers(folders, a, b)
    reach = sum(float(ndtri(each)) for each in ((1 + confidence_level) / 2, power))
    rows = [
        _compare_runs(of_pair, a, b, confidence_level, reach)
        for _, of_pair in answers.group_by("benchmark_id", "run_a", "run_b", maintain_order=True)
    ]
    return adjust_by_snapshot(to_frame(ComparedRow, rows), confidence_level)


def _read_answers(folders: Sequence[Path], a: str, b: str) -> pl.DataFrame:
    """Return what two models scored on the items that both answered; nothing without answers."""
    files = {
        kind: [str(path) for folder in folders for path in sorted(folder.glob(pattern))]
        for kind, pattern in (
            ("models", "*/models.parquet"),
            ("evaluations", "*/evaluations.parquet"),
            ("results", "*/results/*/*.parquet"),
        )
    }
    if not files["results"]:
        return pl.DataFrame(schema=["benchmark_id", "run_a", "run_b"])
    with duckdb.connect() as connection:
        given: dict[str, object] = {kind: paths for kind, paths in files.items() if paths}
        query = _ANSWERS.format(left_out=_LEFT_OUT if "evaluations" in given else "")
        given |= {"a": a, "b": b, "full_marks": FULL_MARKS}
        return connection.sql(query, params=given).pl()


def _compare_runs(
    answers: pl.DataFrame, a: str, b: str, confidence_level: float, reach: float
) -> ComparedRow:
    """Compare one run of each model on one benchmark; ``reach`` is in standard errors."""
    benchmark, run_a, run_b = answers.select("benchmark_id", "run_a", "run_b").row(0)
    score_a, score_b, cluster = (
        answers[name].to_numpy() for name in ("score_a", "score_b", "cluster_id")
    )
    n_clusters = answers["cluster_id"].n_unique()
    clusters = cluster if 1 < n_clusters < len(cluster) else None
    d = score_b - score_a
    pooled = pool_tasks([d], confidence_level, clusters=[clusters])
    is_tested = len(d) > 1 and n_clusters > 1
    variance = d.var() / pooled.worth if clusters is not None else d.var() / max(len(d) - 1, 1)
    error = 100 * float(np.sqrt(variance)) if is_tested else None
    return with_nulls(
        ComparedRow,
        snapshot_id=ITEMS,
        benchmark_id=benchmark,
        benchmark_name=benchmark,
        model_a=a,
        model_b=b,
        score_a=100 * float(score_a.mean()),
        score_b=100 * float(score_b.mean()),
        difference=100 * pooled.estimate,
        std_error=error,
        ci_low=100 * pooled.low if is_tested else None,
        ci_high=100 * pooled.high if is_tested else None,
        p_value=pooled.p_value if is_tested else None,
        smallest_detectable=reach * error if error else None,
        n_items=len(d),
        run_a=run_a,
        run_b=run_b,
    )
