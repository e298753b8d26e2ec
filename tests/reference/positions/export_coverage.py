"""Write coverage.csv: how often intervals for new base families were right, board by board."""

from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[3]

with duckdb.connect(
    str(ROOT / "warehouse" / "llm_reassessment.duckdb"), read_only=True
) as warehouse:
    rows = warehouse.sql("""
        select cohort_id, benchmark_id, predicted_from, calibrated_on, judged_on, nominal,
               round(coverage_uncalibrated, 4) as coverage_uncalibrated,
               round(coverage, 4) as coverage, n_base_families, n_judged
        from reporting.rpt_prediction_coverage
        order by cohort_id, benchmark_order, predicted_from, calibrated_on, judged_on, nominal
    """).pl()
rows.write_csv(Path(__file__).with_name("coverage.csv"))
