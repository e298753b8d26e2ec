"""What the published tables of emergence hold."""

import numpy as np
import polars as pl
import yaml


def test_reference_rows_are_the_warehouse_s(warehouse, folder):
    """R saw the rows that the warehouse holds today."""
    import runpy

    today = warehouse.sql(runpy.run_path(str(folder / "export_rows.py"))["QUERY"]).pl()
    then = pl.read_csv(folder / "rows.csv", schema=today.schema)
    assert today.drop("score_pct", "log_parameters_b").equals(
        then.drop("score_pct", "log_parameters_b")
    )
    for name in ("score_pct", "log_parameters_b"):
        np.testing.assert_allclose(today[name], then[name], rtol=1e-12)


def test_every_benchmark_has_all_scales_and_cuts(warehouse, project):
    """Of a cohort with many benchmarks, those with the most scores."""
    variables = yaml.safe_load((project / "dbt_project.yml").read_text())["vars"]
    expected = warehouse.sql(
        "select cohort_id, benchmark_id "
        "from marts.bridge_cohort_evaluations join marts.fct_scores using (evaluation_id) "
        "join marts.dim_benchmarks using (benchmark_id) "
        "semi join (from marts.dim_cohorts where statistics = 'all') using (cohort_id) "
        "anti join 'seeds/boards/narrow_benchmarks.csv' using (benchmark_id) "
        "group by cohort_id, benchmark_id, benchmark_order qualify row_number() over "
        "(partition by cohort_id order by count(*) desc, benchmark_order) <= ?",
        params=[variables["heavy_benchmarks"]],
    ).fetchall()
    found = warehouse.sql(
        "select cohort_id, benchmark_id from statistics.stat_emergence "
        "anti join 'seeds/boards/narrow_benchmarks.csv' using (benchmark_id)"
    ).fetchall()
    assert sorted(found) == sorted(expected * 4)
    counts = warehouse.sql(
        "select count(distinct cut) from statistics.stat_emergence "
        "join statistics.stat_emergence_forecasts using (cohort_id, benchmark_id, score_scale) "
        "where stat_emergence.status = 'ok' group by cohort_id, benchmark_id, score_scale"
    ).fetchall()
    assert set(counts) == {(3,)}
