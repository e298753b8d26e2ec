"""Comparison of two models on the items that both answered, from stored answers."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from analysis_py.statistics.items.pairs import fit_item_pairs
from analysis_py.statistics.positions.model_names import ITEMS
from analysis_py.statistics.positions.model_queries import ComparedRow, adjust_by_snapshot
from analysis_py.statistics.rows import to_frame, with_nulls

# The sums of int_item_pairs_summed for all pairs of evaluations of two models. An item without a
# cluster is a cluster of its own.
_SUMS = """
with evaluations as (
    select evaluation_id, import_name, model_name from read_parquet($models)
    where model_name in ($a, $b)
),

answers as (
    select evaluations.*, benchmark_id, item_key, cluster_id, score
    from read_parquet($results, hive_partitioning = false)
    join evaluations using (evaluation_id)
),

clusters as (
    select
        a.benchmark_id,
        a.evaluation_id as evaluation_a,
        b.evaluation_id as evaluation_b,
        a.import_name as run_a,
        b.import_name as run_b,
        count(*) as n_items,
        sum(a.score) as total_a,
        sum(b.score) as total_b,
        sum(a.score * a.score) as squares_a,
        sum(b.score * b.score) as squares_b,
        sum((a.score - b.score) ** 2) as difference_squares
    from answers as a
    join answers as b using (benchmark_id, item_key)
    where a.model_name = $a and b.model_name = $b
    group by 1, 2, 3, 4, 5, coalesce(a.cluster_id, b.cluster_id),
        if(coalesce(a.cluster_id, b.cluster_id) is null, item_key, null)
)

select
    benchmark_id,
    evaluation_a,
    evaluation_b,
    run_a,
    run_b,
    sum(n_items)::bigint as n_items,
    count(*) as n_clusters,
    sum(total_a)::bigint as total_a,
    sum(total_b)::bigint as total_b,
    sum(squares_a)::bigint as squares_a,
    sum(squares_b)::bigint as squares_b,
    sum(difference_squares)::bigint as difference_squares,
    sum((total_a - total_b) ** 2)::bigint as cluster_squares,
    sum(n_items * (total_a - total_b))::bigint as cluster_products,
    sum(n_items * n_items)::bigint as cluster_sizes
from clusters
group by all
order by benchmark_id, run_a, run_b
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
    files = {
        kind: [str(path) for folder in folders for path in sorted(folder.glob(pattern))]
        for kind, pattern in (("models", "*/models.parquet"), ("results", "*/results/*/*.parquet"))
    }
    if not files["results"]:
        return to_frame(ComparedRow, [])
    with duckdb.connect() as connection:
        sums = connection.sql(_SUMS, params={**files, "a": a, "b": b}).pl()
    compared = fit_item_pairs(sums, confidence_level, power)
    rows = [
        with_nulls(
            ComparedRow,
            snapshot_id=ITEMS,
            benchmark_id=row["benchmark_id"],
            benchmark_name=row["benchmark_id"],
            model_a=a,
            model_b=b,
            score_a=row["score_a_pct"],
            score_b=row["score_b_pct"],
            difference=row["estimate"],
            **{name: row[name] for name in ("std_error", "ci_low", "ci_high", "p_value")},
            smallest_detectable=row["detectable_pct"],
            n_items=row["n_items"],
            run_a=runs["run_a"],
            run_b=runs["run_b"],
        )
        for row, runs in zip(compared.to_dicts(), sums.to_dicts(), strict=True)
    ]
    return adjust_by_snapshot(to_frame(ComparedRow, rows), confidence_level)
