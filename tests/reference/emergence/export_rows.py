"""Write the rows that the R script reads: mean scores of base families of the whole v1 board."""

from pathlib import Path

import duckdb

HERE = Path(__file__).parent

QUERY = """
select benchmark_id, base_family, ln(min(parameters_b)) as log_parameters_b,
    avg(score_pct) as score_pct
from marts.bridge_cohort_evaluations
join marts.fct_evaluations using (evaluation_id)
join marts.fct_scores using (evaluation_id)
where cohort_id = 'openllm_v1' and parameters_b is not null and is_base_family_resolved
    and benchmark_id in ('arc', 'mmlu', 'truthfulqa')
group by benchmark_id, base_family
order by benchmark_id, log_parameters_b, base_family
"""

if __name__ == "__main__":
    with duckdb.connect("warehouse/llm_reassessment.duckdb", read_only=True) as connection:
        frame = connection.sql(QUERY).pl()
    frame.write_csv(HERE / "rows.csv")
    print(f"wrote {frame.height} rows to {HERE / 'rows.csv'}")
