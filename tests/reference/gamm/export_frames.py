"""Write the model frames that the GAMM reference values are fitted on.

The frames are those of ``int_gamm_members`` and ``int_gamm_scores``, read from the marts of a
built warehouse and written as gzip CSV beside this script, so that R and Python fit exactly the
same numbers::

    python tests/reference/gamm/export_frames.py warehouse/llm_reassessment.duckdb

Afterwards run ``reference.R`` again: its values belong to these frames.
"""

import sys
from pathlib import Path

import duckdb
import polars as pl

FRAMES = Path(__file__).parent / "frames"
COHORTS = ("january_2024", "openllm_v1")
BENCHMARKS = ("arc", "hellaswag", "mmlu", "truthfulqa", "winogrande", "gsm8k")
NUMERIC = ("log_parameters_b", *(f"log_{benchmark}" for benchmark in BENCHMARKS))
COLUMNS = ("evaluation_id", "log_parameters_b", "training_type", "architecture", *NUMERIC[1:])
# Ten digits are far below any tolerance of the comparison and keep the files small. R and
# Python both read the rounded values, so nothing depends on the digits that were cut.
SIGNIFICANT_DIGITS = 10
ROWS = f"""
    with wide as (
        pivot (
            select evaluation_id, 'log_' || benchmark_id as response, ln(score_pct) as log_score
            from marts.fct_scores where score_pct > 0
        )
        on response in ({", ".join(f"'log_{benchmark}'" for benchmark in BENCHMARKS)})
        using any_value(log_score) group by evaluation_id
    )
    select {", ".join(COLUMNS)} from (
        select * replace (
            if(architecture_source = 'base family', architecture_family, architecture)
                as architecture
        ), ln(nullif(parameters_b, 0)) as log_parameters_b
        from marts.fct_evaluations
    )
    semi join (
        from marts.bridge_cohort_evaluations where cohort_id = $cohort_id
    ) using (evaluation_id)
    left join wide using (evaluation_id)
    order by evaluation_id
"""


def read_frame(connection: duckdb.DuckDBPyConnection, cohort_id: str) -> pl.DataFrame:
    """Return a cohort's frame; a score of 0 has no logarithm and stays null."""
    frame = connection.sql(ROWS, params={"cohort_id": cohort_id}).pl()
    return frame.with_columns(pl.col(NUMERIC).round_sig_figs(SIGNIFICANT_DIGITS))


if __name__ == "__main__":
    with duckdb.connect(sys.argv[1], read_only=True) as warehouse:
        for cohort in COHORTS:
            path = FRAMES / f"{cohort}.csv.gz"
            read_frame(warehouse, cohort).write_csv(path, compression="gzip")
