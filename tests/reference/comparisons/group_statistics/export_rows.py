"""Write the rows that reference.R reads: levels and scores of three cohorts, from the warehouse."""

from pathlib import Path

import duckdb
import polars as pl

HERE = Path(__file__).parent

#: The paper's population, the largest one (p-values far in the tail), and one of tiny groups.
QUERY = """
pivot (
    select
        cohort_id, training_type, architecture_family, architecture_family_5, parameter_range,
        evaluation_id, benchmark_id, score_pct
    from marts.bridge_cohort_evaluations
    join marts.fct_evaluations using (evaluation_id)
    join marts.fct_scores using (evaluation_id)
    where cohort_id in ('paper_2024_01', 'openllm_v1', 'base_models')
)
on benchmark_id in ('arc', 'hellaswag', 'mmlu', 'truthfulqa', 'winogrande', 'gsm8k')
using max(score_pct)
order by all
"""


def export_rows(database: Path) -> pl.DataFrame:
    """Return one row per cohort and evaluation, without the evaluation's identifier."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.sql(QUERY).pl().drop("evaluation_id")


if __name__ == "__main__":
    frame = export_rows(Path("warehouse/llm_reassessment.duckdb"))
    frame.write_csv(HERE / "rows.csv.gz", compression="gzip")
    print(f"wrote {frame.height} rows to {HERE / 'rows.csv.gz'}")
