"""Shares of variance between labels: vegan, Anderson's definition, analyses of variance."""

import polars as pl
import pytest
from labelled_scores import CLOSE, codes

from analysis_py.statistics.clusters.permanova import pseudo_f, r_squared


def test_permanova_matches_vegan(project, rows, points):
    expected = pl.read_csv(project / "tests/reference/clusters/permanova.csv")
    assert expected.height == 4
    for row in expected.to_dicts():
        labels = codes(rows[row["factor"]].to_list())
        inside = labels >= 0
        share = r_squared(points[inside], labels[inside])
        assert share == pytest.approx(row["r_squared"], rel=CLOSE)
        found = pseudo_f(share, row["n_obs"], row["n_levels"])
        assert found == pytest.approx(row["statistic"], rel=CLOSE)


def test_the_warehouse_matches_vegan(warehouse, project):
    for row in pl.read_csv(project / "tests/reference/clusters/permanova.csv").to_dicts():
        found = dict(
            warehouse.sql(
                "select index_name, estimate from statistics.stat_cluster_validity "
                "where cohort_id = 'paper_2024_01' and factor = ?",
                params=[row["factor"]],
            ).fetchall()
        )
        assert found["permanova_r_squared"] == pytest.approx(row["r_squared"], rel=CLOSE)
        assert found["permanova_f"] == pytest.approx(row["statistic"], rel=CLOSE)


def test_reference_rows_are_the_warehouse_s(warehouse, project, rows):
    """R saw the rows that the warehouse holds today."""
    import runpy

    script = project / "tests/reference/clusters/export_rows.py"
    today = warehouse.sql(runpy.run_path(str(script))["QUERY"]).pl()
    assert today.equals(rows.cast(today.schema)), "the rows have changed: make the values again"
