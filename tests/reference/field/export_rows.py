"""Write the rows that R recomputes, from the database of a build.

Run from the project's folder: ``python tests/reference/field/export_rows.py``.
"""

from pathlib import Path

import duckdb

HERE = Path(__file__).parent
#: A benchmark or two of each source.
BENCHMARKS = (
    "('gpqa_diamond_epoch', 'mmlu_epoch', 'mmlu_pro_helm', 'mmlu_helm', 'gsm8k_helm', "
    "'mmlu_pro_llm_stats', 'mmlu_llm_stats')"
)
COHORTS = "('epoch_2026', 'helm_2026', 'llm_stats_2025')"
QUERIES = {
    "weights": f"""
        select * from intermediate.int_field_models
        where benchmark_id in {BENCHMARKS} and cohort_id in {COHORTS}
        order by cohort_id, benchmark_id, weights
    """,
    "asked": f"""
        select distinct
            cohort_id, benchmark_id, question, kind, low_a, high_a, low_b, high_b, type_a, type_b,
            baseline_pct
        from intermediate.int_claims_today_selected
        where benchmark_id in {BENCHMARKS} and cohort_id in {COHORTS}
        order by cohort_id, benchmark_id, question
    """,
    "pairs": f"""
        select * from intermediate.int_field_pairs
        where cohort_id in {COHORTS}
            and benchmark_id in ('gpqa_diamond_epoch', 'otis_mock_aime_2024_2025_epoch')
        order by cohort_id, benchmark_id, comparison, weights
    """,
}

with duckdb.connect("target/build.duckdb", read_only=True) as connection:
    for name, query in QUERIES.items():
        connection.sql(query).pl().write_csv(HERE / f"{name}.csv")
