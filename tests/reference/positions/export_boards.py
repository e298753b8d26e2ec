"""Write what boards.R reads: all ranked scores of two boards, with their errors, the best first."""

import gzip
from pathlib import Path

import duckdb

HERE = Path(__file__).parent

QUERY = """
select cohort_id, evaluation_id, score_pct, std_error_pct
from statistics.stat_model_ranks
where (cohort_id, benchmark_id) in (('january_2024', 'gsm8k'), ('openllm_v2', 'average'))
  and status = 'ok'
order by cohort_id, score_pct desc, evaluation_id
"""

if __name__ == "__main__":
    with duckdb.connect("warehouse/llm_reassessment.duckdb", read_only=True) as connection:
        content = connection.sql(QUERY).pl().write_csv().encode()
    (HERE / "boards.csv.gz").write_bytes(gzip.compress(content, mtime=0))
