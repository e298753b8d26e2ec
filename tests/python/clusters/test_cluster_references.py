"""Silhouettes, neighbours and shares of variance between labels: scikit-learn and vegan."""

import numpy as np
import polars as pl
import pytest
from labelled_scores import CLOSE, codes
from sklearn.metrics import silhouette_samples
from sklearn.neighbors import NearestNeighbors

from analysis_py.statistics.clusters.neighbours import nearest_neighbours, silhouettes
from analysis_py.statistics.clusters.permanova import pseudo_f, r_squared


def test_silhouettes_match_sklearn(rows, points):
    labellings = np.array([codes(rows[f].to_list()) for f in ("training_type", "parameter_range")])
    found = silhouettes(points, labellings)
    for values, labels in zip(found, labellings, strict=True):
        inside = labels >= 0
        expected = silhouette_samples(points[inside], labels[inside])
        np.testing.assert_allclose(values[inside], expected, atol=CLOSE)
        assert np.isnan(values[~inside]).all()


def test_neighbours_match_sklearn():
    points = np.random.default_rng(1).normal(size=(300, 4))
    expected = NearestNeighbors(n_neighbors=7).fit(points).kneighbors(return_distance=False)
    np.testing.assert_array_equal(nearest_neighbours(points, 7), expected)


def test_no_point_is_its_own_neighbour_among_duplicates():
    points = np.repeat(np.arange(4.0), 10)[:, None]
    found = nearest_neighbours(points, 5)
    assert not (found == np.arange(40)[:, None]).any()
    assert (points[found, 0] == points).all()
    with pytest.raises(ValueError, match="40 neighbours of each of 40 points"):
        nearest_neighbours(points, 40)


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
