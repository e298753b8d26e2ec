"""Write the rows that tuning_leads.R reads: two training types of January with two benchmarks."""

from pathlib import Path

import duckdb

HERE = Path(__file__).parent

QUERY = """
select
    evaluations.training_type,
    evaluations.base_family,
    evaluations.lineage_family,
    evaluations.is_base_family_resolved,
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
where bridge.cohort_id = 'january_2024' and training_type in ('instruction-tuned', 'pretrained')
order by all
"""

if __name__ == "__main__":
    with duckdb.connect("warehouse/llm_reassessment.duckdb", read_only=True) as connection:
        frame = connection.sql(QUERY).pl()
    frame.write_csv(HERE / "tuning_rows.csv")
    print(f"wrote {frame.height} rows to {HERE / 'tuning_rows.csv'}")
