"""Labels as clusters: scikit-learn, exact expectations, and known structure."""

import numpy as np
import polars as pl
import pytest
from labelled_scores import CLOSE, indices_of, labelled, long_scores
from sklearn.metrics import adjusted_rand_score

from analysis_py.statistics.clusters.halves import half_intervals
from analysis_py.statistics.clusters.neighbours import silhouettes
from analysis_py.statistics.clusters.validity import INDICES, adjusted_rand, fit_cluster_validity


def test_adjusted_rand_matches_sklearn():
    rng = np.random.default_rng(4)
    a, b = rng.integers(0, 5, (2, 200))
    b = np.where(rng.random(200) < 0.4, a, b)
    assert adjusted_rand(a, b, 5) == pytest.approx(adjusted_rand_score(a, b), abs=CLOSE)
    assert adjusted_rand(a, (a + 1) % 5, 5) == 1


def test_shuffled_labels_have_their_exact_expectations():
    """Purity: pairs of one level; R²: (g − 1) / (n − 1); Rand: 0. Four standard errors."""
    rng = np.random.default_rng(5)
    labels = np.repeat(["a", "b", "c"], [60, 30, 10])
    fit = fit_cluster_validity(
        long_scores(rng.normal(size=(100, 4))), labelled(labels), 5, 999, 1, n_jobs=1
    )
    exact = {
        "knn_purity": (60 * 59 + 30 * 29 + 10 * 9) / (100 * 99),
        "permanova_r_squared": 2 / 99,
        "adjusted_rand": 0,
    }
    for name, index in indices_of(fit).items():
        if name in exact:
            margin = 4 * index["null_std_dev"] / np.sqrt(999)
            assert abs(index["null_mean"] - exact[name]) < margin


@pytest.mark.simulation
def test_p_values_are_uniform_where_labels_mean_nothing():
    """At level 0.1, 200 data sets: four standard errors are 0.085."""
    rng = np.random.default_rng(6)
    rejected = dict.fromkeys(INDICES[1:], 0)
    for _ in range(200):
        labels = rng.permutation(np.repeat(["a", "b"], [25, 15]))
        fit = fit_cluster_validity(
            long_scores(rng.normal(size=(40, 3))), labelled(labels), 5, 19, 1, n_jobs=1
        )
        indices = indices_of(fit)
        for name in rejected:
            rejected[name] += indices[name]["p_value"] <= 0.1
    for name, count in rejected.items():
        # few distinct values of a Rand index make its test conservative
        low = 0 if name == "adjusted_rand" else 0.015
        assert low <= count / 200 <= 0.185, name


def test_every_level_comes_out_and_says_why_it_was_left():
    rng = np.random.default_rng(8)
    scores = long_scores(rng.normal(size=(50, 3)))
    # the last ten lack a benchmark, and they are all of level c
    scores = scores.filter((pl.col("evaluation_id") < "e0040") | (pl.col("benchmark_id") != "b0"))
    labels = ["a"] * 20 + ["b"] * 15 + ["unknown"] * 5 + ["c"] * 10
    tested = [label != "unknown" for label in labels]
    (row,) = fit_cluster_validity(scores, labelled(labels, tested), 15, 19, 1, n_jobs=1).to_dicts()
    levels = {level["level"]: level for level in row["levels"]}
    assert {name: level["status"] for name, level in levels.items()} == {
        "a": "ok",
        "b": "ok",
        "c": "no complete rows",
        "unknown": "not a level to compare",
    }
    assert (row["n_obs"], row["n_dropped"], row["n_levels"]) == (35, 15, 2)
    overall = {index["index_name"]: index["estimate"] for index in row["indices"]}
    for name in ("silhouette", "knn_purity"):
        mean = (20 * levels["a"][name] + 15 * levels["b"][name]) / 35
        assert mean == pytest.approx(overall[name], rel=CLOSE)


@pytest.mark.parametrize(
    ("matrix", "labels", "reason"),
    [
        (np.eye(30)[:, :3] + np.arange(30)[:, None], ["a"] * 30, "one level only"),
        (np.arange(20.0).reshape(10, 2), ["a", "b"] * 5, "fewer than three benchmarks"),
        (np.arange(9.0).reshape(3, 3), ["a", "b", "c"], "no level has two rows"),
    ],
)
def test_what_cannot_be_judged_says_why(matrix, labels, reason):
    fit = fit_cluster_validity(long_scores(matrix), labelled(labels), 15, 19, 1, n_jobs=1)
    found = indices_of(fit)
    assert list(found) == list(INDICES)
    assert {index["status"] for index in found.values()} == {reason}
    assert all(index["estimate"] is None for index in found.values())


def test_too_few_rows_for_neighbours_leave_the_other_indices():
    rng = np.random.default_rng(9)
    fit = fit_cluster_validity(
        long_scores(rng.normal(size=(12, 3))), labelled(["a", "b"] * 6), 15, 19, 1, n_jobs=1
    )
    found = indices_of(fit)
    assert found["knn_purity"]["status"] == "not more than 15 rows"
    assert found["permanova_f"]["status"] == found["silhouette"]["status"] == "ok"


@pytest.mark.simulation
def test_halves_of_the_families_cover_the_silhouette_of_their_population():
    """Families differ in place: the interval of a sample of them covers that of very many."""
    rng = np.random.default_rng(7)

    def drawn(n_families):
        centres = rng.standard_normal((n_families, 3))
        families = np.repeat(np.arange(n_families), 4)
        labels = (families % 2).astype(np.int64)
        points = centres[families] + 0.5 * rng.standard_normal((len(families), 3))
        return points + labels[:, None], labels, families

    many = drawn(600)
    truth = silhouettes(many[0], many[1][None])[0].mean()
    held = []
    for _ in range(60):
        points, labels, families = drawn(40)
        found = half_intervals(points, labels, families, labels, None, 0.95, rng).silhouette
        held.append(abs(silhouettes(points, labels[None])[0].mean() - truth) <= found.margin)
        assert found.type1_error < 0.12
    assert np.mean(held) > 0.85
