"""Write what the R script reads: sizes and two scores of the paper's population, and limits."""

from pathlib import Path

import duckdb

HERE = Path(__file__).parent

QUERY = """
select
    evaluations.parameters_b,
    arc.score_pct as arc,
    truthfulqa.score_pct as truthfulqa
from marts.bridge_cohort_evaluations as bridge
join marts.fct_evaluations as evaluations using (evaluation_id)
join marts.fct_scores as arc
    on evaluations.evaluation_id = arc.evaluation_id and arc.benchmark_id = 'arc'
join marts.fct_scores as truthfulqa
    on evaluations.evaluation_id = truthfulqa.evaluation_id
    and truthfulqa.benchmark_id = 'truthfulqa'
where bridge.cohort_id = 'paper_2024_01' and evaluations.parameters_b is not null
order by all
"""

# Only where to search: the estimates themselves are R's own.
LIMITS = """
select benchmark_id as benchmark, unit, candidate_low_b as low, candidate_high_b as high
from statistics.stat_breakpoints
where cohort_id = 'paper_2024_01' and benchmark_id in ('arc', 'truthfulqa')
order by all
"""

if __name__ == "__main__":
    with duckdb.connect("warehouse/llm_reassessment.duckdb", read_only=True) as connection:
        connection.sql(QUERY).pl().write_csv(HERE / "rows.csv")
        connection.sql(LIMITS).pl().write_csv(HERE / "limits.csv")
