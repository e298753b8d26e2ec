"""Correlations against R on the same rows.

They are the rows of group_statistics, which test_reference_rows.py holds to the warehouse.
"""

import json

import polars as pl
import pytest

from analysis_py.statistics.correlations import fit_correlations

P_TOLERANCE = 1e-8
CI_TOLERANCE = 1e-6


@pytest.fixture(scope="module")
def reference(project):
    return json.loads((project / "tests/reference/correlations/reference.json").read_text())


def test_correlations_match_r(warehouse, reference):
    assert len(reference["correlations"]) == 45
    for key, expected in reference["correlations"].items():
        cohort, a, b = key.split(" ")
        rows = warehouse.sql(
            "from statistics.stat_correlations "
            "where cohort_id = ? and benchmark_a = ? and benchmark_b = ?",
            params=[cohort, a, b],
        ).pl()
        pearson, spearman = (
            rows.row(by_predicate=pl.col("method") == method, named=True)
            for method in ("pearson", "spearman")
        )
        assert pearson["n_obs"] == expected["n_obs"]
        assert pearson["estimate"] == pytest.approx(expected["pearson"], abs=1e-12)
        assert pearson["ci_low"] == pytest.approx(expected["ci_low"], abs=CI_TOLERANCE)
        assert pearson["ci_high"] == pytest.approx(expected["ci_high"], abs=CI_TOLERANCE)
        assert pearson["p_value"] == pytest.approx(expected["p_value"], abs=P_TOLERANCE)
        assert spearman["estimate"] == pytest.approx(expected["spearman"], abs=1e-12)
        assert spearman["p_value"] == pytest.approx(expected["spearman_p_value"], abs=P_TOLERANCE)


def test_correlation_that_cannot_be_computed_says_why():
    moments = pl.DataFrame(
        {"method": ["pearson"] * 3, "estimate": [0.5, None, 1.0], "n_obs": [3, 50, 50]}
    )
    statuses = fit_correlations(moments)["status"].to_list()
    assert statuses == ["fewer than four rows with both scores", "a score does not vary", "ok"]
