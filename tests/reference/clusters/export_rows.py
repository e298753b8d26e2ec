"""Write the rows that the R script reads: the paper's population, its six scores and labels."""

from pathlib import Path

import duckdb

HERE = Path(__file__).parent

QUERY = """
select evaluations.evaluation_id, scores.* exclude (evaluation_id),
    nullif(parameter_range, 'unknown') as parameter_range,
    training_type, architecture_family, architecture_family_5
from marts.bridge_cohort_evaluations as bridge
join marts.fct_evaluations as evaluations using (evaluation_id)
join (
    pivot (select evaluation_id, benchmark_id, score_pct from marts.fct_scores)
    on benchmark_id in ('arc', 'gsm8k', 'hellaswag', 'mmlu', 'truthfulqa', 'winogrande')
    using max(score_pct)
) as scores using (evaluation_id)
where bridge.cohort_id = 'paper_2024_01'
order by evaluations.evaluation_id
"""

if __name__ == "__main__":
    with duckdb.connect("warehouse/llm_reassessment.duckdb", read_only=True) as connection:
        frame = connection.sql(QUERY).pl()
    frame.write_csv(HERE / "rows.csv")
    print(f"wrote {frame.height} rows to {HERE / 'rows.csv'}")
