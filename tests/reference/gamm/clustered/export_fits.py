"""Write the frames of cohorts and the fits to make of them, for ``clustered.R``.

The database is the one that a build works in, since it holds the scores of every benchmark::

    python tests/reference/gamm/clustered/export_fits.py target/build.duckdb folder
        --gamms size_clustered --cohorts paper_2024_01 january_2024 --benchmarks arc gsm8k

Without the options everything is written. A fit that a cohort cannot carry, and one that leaves
out a level of training type, is not.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

from analysis_py.statistics.gamm.plans import CLUSTERED_GAMMS, ModelPlan, model_frame, plan_model

# Far below any tolerance of a comparison; R and Python read the same rounded values.
SIGNIFICANT_DIGITS = 10
MEMBERS = """
    select
        evaluation_id,
        ln(parameters_b) as log_parameters_b,
        training_type,
        architecture,
        base_family,
        lower(split_part(model_name, '/', 1)) as uploader
    from marts.bridge_cohort_evaluations join marts.fct_evaluations using (evaluation_id)
    where cohort_id = $cohort_id order by evaluation_id
"""
SCORES = """
    select evaluation_id, benchmark_id, log_score from intermediate.int_gamm_scores
    where cohort_id = $cohort_id order by evaluation_id, benchmark_id
"""
BENCHMARKS = """
    select cohort_id, list(benchmark_id order by benchmark_order) as benchmarks
    from intermediate.int_cohort_benchmarks_selected group by cohort_id order by cohort_id
"""


def cohort_frames(
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[tuple[str, list[str], pl.DataFrame]]:
    """Every cohort with its benchmarks and its rounded frame."""
    for cohort_id, benchmarks in connection.sql(BENCHMARKS).fetchall():
        members, scores = (
            connection.sql(query, params={"cohort_id": cohort_id}).pl()
            for query in (MEMBERS, SCORES)
        )
        frame = model_frame(members, scores, benchmarks).drop("evaluation_id")
        rounded = pl.col("^log_.*$").round_sig_figs(SIGNIFICANT_DIGITS)
        yield cohort_id, benchmarks, frame.with_columns(rounded)


def is_whole(plan: ModelPlan, frame: pl.DataFrame) -> bool:
    """Whether R, which drops incomplete rows and nothing else, sees the rows of the plan."""
    complete = frame.select(plan.rows.columns).drop_nulls()
    return plan.problem is None and complete.height == plan.rows.height


def main() -> None:
    """Write ``fits.csv`` and ``frames/<cohort>.csv.gz``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cohorts", nargs="+")
    parser.add_argument("--gamms", nargs="+", choices=CLUSTERED_GAMMS, default=CLUSTERED_GAMMS)
    parser.add_argument("--benchmarks", nargs="+")
    options = parser.parse_args()
    (options.folder / "frames").mkdir(parents=True, exist_ok=True)
    fits = []
    with duckdb.connect(str(options.database), read_only=True) as connection:
        for cohort_id, benchmarks, frame in cohort_frames(connection):
            if options.cohorts and cohort_id not in options.cohorts:
                continue
            planned = [
                (cohort_id, gamm, benchmark, plan.formula)
                for gamm in options.gamms
                for benchmark in benchmarks
                if (not options.benchmarks or benchmark in options.benchmarks)
                and is_whole(plan := plan_model(frame, gamm, benchmark, benchmarks), frame)
            ]
            if planned:
                fits += planned
                path = options.folder / "frames" / f"{cohort_id}.csv.gz"
                frame.write_csv(path, compression="gzip")
    names = ["cohort_id", "gamm", "benchmark_id", "formula"]
    pl.DataFrame(fits, schema=names, orient="row").write_csv(
        options.folder / "fits.csv", quote_style="non_numeric"
    )
    print(f"{len(fits)} fits of {len({fit[0] for fit in fits})} cohorts")


if __name__ == "__main__":
    main()
