"""The wild bootstrap: every sample that R drew, and how many clusters count."""

from itertools import product

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.dependence.wild import (
    are_as_far,
    drawn_squared_t,
    effective_clusters,
    squared_t,
    two_means,
    wild_test,
)

#: Closed forms of the same matrices, relative.
TOLERANCE = 1e-9


def test_the_wild_bootstrap_matches_every_sample_of_r(folder):
    expected = pl.read_csv(folder / "wild.csv")
    data = pl.read_csv(folder / "wild_rows.csv")
    weights = np.array(list(product(np.sqrt([0.5, 1, 1.5]), repeat=5)))
    weights = np.concatenate([weights * signs for signs in product([-1, 1], repeat=5)])
    n, total = np.zeros((5, 2)), np.zeros((2, 5, 1))
    for cluster, in_a, y in data.iter_rows():
        n[cluster - 1, 1 - in_a] += 1
        total[1 - in_a, cluster - 1, 0] += y
    for row in expected.to_dicts():
        moved = total.copy()
        moved[0, :, 0] -= row["difference"] * n[:, 0]
        pair = two_means(n, moved)
        drawn = drawn_squared_t(pair, weights)[:, 0]
        assert len(weights) == row["n_samples"] == 6**5
        assert squared_t(pair)[0] == pytest.approx(row["squared_t"], rel=TOLERANCE)
        assert np.sqrt(drawn).mean() == pytest.approx(row["mean_root"], rel=TOLERANCE)
        assert are_as_far(pair, weights).sum() == row["n_as_far"]
    p_value, low, high = wild_test(two_means(n, total), weights, 0.95)
    assert p_value == (1 + expected["n_as_far"][0]) / (6**5 + 1)
    # the ends are where the same test begins to reject
    std_error = abs(
        (total[0].sum() / n[:, 0].sum() - total[1].sum() / n[:, 1].sum())
        / np.sqrt(expected["squared_t"][0])
    )
    for end, outward in ((low, -1), (high, 1)):
        for step, inside in ((-0.02, True), (0.02, False)):
            moved = total.copy()
            moved[0, :, 0] -= (end + outward * step * std_error) * n[:, 0]
            assert (wild_test(two_means(n, moved), weights, 0.95)[0] > 0.05) == inside


@pytest.mark.parametrize("precision", [np.float32, np.float64])
@pytest.mark.parametrize("n_clusters", [4, 12, 60])
def test_a_draw_that_repeats_the_sample_is_as_far(precision, n_clusters):
    """Clusters that all have one weight: the same t, but for the order in which it is summed."""
    rng = np.random.default_rng(n_clusters)
    n = rng.integers(1, 5, (n_clusters, 2)) * np.array([[1, 0], [0, 1]] * (n_clusters // 2))
    total = (rng.standard_normal((2, n_clusters, 2000)) * n.T[:, :, None]).astype(precision)
    pair = two_means(n, total)
    weights = np.sqrt([[0.5], [1.0], [1.5]]) * np.ones(n_clusters)
    as_far = are_as_far(pair, weights.astype(precision))
    # nearer 0, or with a variance of nearly nothing, single precision knows no fourth digit of t
    observed = squared_t(pair)
    assert as_far[:, (observed > 1) & (observed < 100)].all()


def test_effective_clusters_are_the_clusters_where_these_are_alike():
    assert effective_clusters([[4, 0], [4, 0], [0, 3], [0, 3]]) == pytest.approx(4)
    # one family with nearly all rows of its level leaves little more than one
    assert effective_clusters([[400, 0], [1, 0], [0, 1], [0, 400]]) == pytest.approx(2, abs=0.02)
    # a family with the same share of both levels adds nothing
    assert effective_clusters([[4, 2], [4, 0], [0, 2]]) == pytest.approx(2)
