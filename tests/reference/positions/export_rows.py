"""Write what the R script reads: the first hundred scores of two boards, with their errors."""

from pathlib import Path

import duckdb

HERE = Path(__file__).parent

QUERY = """
select cohort_id, benchmark_id, evaluation_id, score_pct, std_error_pct
from statistics.stat_model_ranks
where (cohort_id, benchmark_id) in (('january_2024', 'gsm8k'), ('openllm_v2', 'math'))
qualify row_number() over (partition by cohort_id order by evaluation_id) <= 100
order by all
"""

if __name__ == "__main__":
    with duckdb.connect("warehouse/llm_reassessment.duckdb", read_only=True) as connection:
        connection.sql(QUERY).pl().write_csv(HERE / "rows.csv")
