"""Shares of variance between labels: vegan, Anderson's definition, analyses of variance."""

import numpy as np
import polars as pl
import pytest
from labelled_scores import CLOSE, codes
from scipy.spatial.distance import pdist, squareform

from analysis_py.statistics.clusters.permanova import pseudo_f, r_squared
from analysis_py.statistics.comparisons.anova import one_way_anova


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


def test_permanova_by_its_definition(points, rows):
    """Anderson's sums are of squared distances, over pairs within a level and over all."""
    labels = codes(rows["training_type"].to_list())[:300]
    squares = squareform(pdist(points[:300])) ** 2
    within = sum(
        squares[np.ix_(labels == level, labels == level)].sum() / 2 / (labels == level).sum()
        for level in np.unique(labels)
    )
    total = squares.sum() / 2 / 300
    compact = codes([str(label) for label in labels])
    assert r_squared(points[:300], compact) == pytest.approx(1 - within / total, rel=CLOSE)


def test_permanova_is_the_mean_of_anovas(points, rows):
    """Of standardised scores, its R² is the mean of eta squared: no witness of its own."""
    labels = codes(rows["training_type"].to_list())
    groups = [points[labels == level] for level in np.unique(labels)]
    etas = [
        one_way_anova(
            [len(group) for group in groups],
            [group[:, score].mean() for group in groups],
            [group[:, score].std(ddof=1) for group in groups],
        ).eta_squared
        for score in range(points.shape[1])
    ]
    assert r_squared(points, labels) == pytest.approx(np.mean(etas), rel=CLOSE)
