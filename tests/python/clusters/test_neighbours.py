"""Silhouettes, neighbours and trustworthiness: scikit-learn."""

import numpy as np
import pytest
from labelled_scores import CLOSE, codes
from sklearn.manifold import trustworthiness as sklearn_trustworthiness
from sklearn.metrics import silhouette_samples
from sklearn.neighbors import NearestNeighbors

from analysis_py.statistics.clusters.embedding_quality import (
    principal_plane,
)
from analysis_py.statistics.clusters.neighbours import (
    nearest_neighbours,
    shared_neighbours,
    silhouettes,
    trustworthiness,
)


def test_silhouettes_match_sklearn(rows, points):
    labellings = np.array([codes(rows[f].to_list()) for f in ("training_type", "parameter_range")])
    found = silhouettes(points, labellings)
    for values, labels in zip(found, labellings, strict=True):
        inside = labels >= 0
        expected = silhouette_samples(points[inside], labels[inside])
        np.testing.assert_allclose(values[inside], expected, atol=CLOSE)
        assert np.isnan(values[~inside]).all()


def test_the_only_point_of_a_level_has_silhouette_zero():
    points = np.array([[0.0], [1.0], [5.0], [6.0], [20.0]])
    labels = np.array([[0, 0, 1, 1, 2]])
    expected = silhouette_samples(points, labels[0])
    np.testing.assert_allclose(silhouettes(points, labels)[0], expected, atol=CLOSE)
    assert expected[-1] == 0


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


@pytest.mark.parametrize("k", [5, 15])
def test_trustworthiness_matches_sklearn(k):
    points = np.random.default_rng(2).normal(size=(400, 6))
    for picture in (points[:, :2], principal_plane(points)):
        expected = sklearn_trustworthiness(points, picture, n_neighbors=k)
        assert trustworthiness(points, picture, k) == pytest.approx(expected, abs=CLOSE)


def test_shared_neighbours_counts_members_not_places():
    a = np.array([[1, 2], [0, 2], [0, 1]])
    assert shared_neighbours(a, a[:, ::-1]) == 1
    assert shared_neighbours(a, np.array([[1, 3], [3, 4], [1, 0]])) == pytest.approx(3 / 6)
