"""Clusters in the space of scores: scikit-learn, vegan, closed forms, and known structure."""

import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from scipy.spatial.distance import pdist, squareform
from sklearn.manifold import trustworthiness as sklearn_trustworthiness
from sklearn.metrics import adjusted_rand_score, silhouette_samples
from sklearn.neighbors import NearestNeighbors

from analysis_py.clusters.embedding import fit_embeddings
from analysis_py.clusters.embedding_quality import (
    fit_embedding_quality,
    judge_picture,
    principal_plane,
)
from analysis_py.clusters.neighbours import (
    nearest_neighbours,
    shared_neighbours,
    silhouettes,
    trustworthiness,
)
from analysis_py.clusters.permanova import pseudo_f, r_squared
from analysis_py.clusters.validity import INDICES, adjusted_rand, fit_cluster_validity
from analysis_py.comparisons.anova import one_way_anova

#: The same sums in another order.
CLOSE = 1e-10
BENCHMARKS = ["arc", "gsm8k", "hellaswag", "mmlu", "truthfulqa", "winogrande"]


@pytest.fixture(scope="module")
def rows(project):
    path = project / "tests/reference/clusters/rows.csv"
    return pl.read_csv(path, infer_schema_length=None)


@pytest.fixture(scope="module")
def points(rows):
    matrix = rows.select(BENCHMARKS).to_numpy()
    return (matrix - matrix.mean(axis=0)) / matrix.std(axis=0, ddof=1)


def codes(labels):
    """Number labels from 0 in their order; -1 where there is none."""
    names = sorted({label for label in labels if label is not None})
    return np.array([names.index(label) if label is not None else -1 for label in labels])


def long_scores(matrix, cohort="c"):
    """Return a matrix as rows of scores."""
    n, d = matrix.shape
    return pl.DataFrame(
        {
            "cohort_id": cohort,
            "evaluation_id": np.repeat([f"e{i:04}" for i in range(n)], d),
            "benchmark_id": [f"b{j}" for j in range(d)] * n,
            "score_pct": matrix.ravel(),
            "n_left_out": 0,
            "n_incomplete": 0,
        }
    )


def labelled(labels, tested=None, cohort="c"):
    """Return labels as rows of levels."""
    return pl.DataFrame(
        {
            "cohort_id": cohort,
            "evaluation_id": [f"e{i:04}" for i in range(len(labels))],
            "factor": "f",
            "level": labels,
            "is_tested": [True] * len(labels) if tested is None else tested,
        }
    )


def indices_of(fit, factor="f"):
    (row,) = fit.filter(pl.col("factor") == factor).to_dicts()
    return {index["index_name"]: index for index in row["indices"]}


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


def test_a_perfect_picture_and_a_random_one():
    rng = np.random.default_rng(3)
    flat = rng.normal(size=(500, 2))
    turned = flat @ np.array([[0.6, 0.8], [-0.8, 0.6]])
    perfect = judge_picture(turned, flat, 15, [1])
    assert perfect["trustworthiness"] == 1
    assert perfect["neighbourhood_preservation"] == 1
    # about 7500 draws of a share of 0.03: four standard errors are 0.008
    random = judge_picture(rng.normal(size=(500, 6)), flat, 15, [1])
    assert abs(random["neighbourhood_preservation"] - random["chance_preservation"]) < 0.008
    assert abs(random["trustworthiness"] - 0.5) < 0.03


def test_shared_neighbours_counts_members_not_places():
    a = np.array([[1, 2], [0, 2], [0, 1]])
    assert shared_neighbours(a, a[:, ::-1]) == 1
    assert shared_neighbours(a, np.array([[1, 3], [3, 4], [1, 0]])) == pytest.approx(3 / 6)


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


def test_real_clusters_are_seen():
    rng = np.random.default_rng(7)
    labels = np.repeat(["a", "b", "c"], 30)
    centres = np.repeat(10.0 * np.eye(3), 30, axis=0)
    scores = long_scores(centres + rng.normal(size=(90, 3)))
    fit = fit_cluster_validity(scores, labelled(labels), 15, 99, 1, n_jobs=1)
    indices = indices_of(fit)
    assert indices["knn_purity"]["estimate"] == indices["adjusted_rand"]["estimate"] == 1
    assert indices["silhouette"]["estimate"] > 0.6
    assert indices["permanova_r_squared"]["estimate"] > 0.9
    assert all(indices[name]["p_value"] == 0.01 for name in INDICES[1:])
    again = fit_cluster_validity(
        scores.sample(fraction=1, shuffle=True), labelled(labels), 15, 99, 1
    )
    assert again.equals(fit), "the order of rows and the number of processes do not matter"


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


def test_pictures_of_a_small_cohort():
    """Three clusters that any picture keeps, and a cohort too small for one."""
    rng = np.random.default_rng(10)
    matrix = np.repeat(20.0 * np.eye(4)[:3], 60, axis=0) + rng.normal(size=(180, 4))
    scores = pl.concat([long_scores(matrix), long_scores(matrix[:40], "small")])
    ids = [f"e{i:04}" for i in range(180)]
    plane = principal_plane(matrix)
    embeddings = pl.DataFrame(
        {
            "cohort_id": ["c", "small"],
            "seed": [5, 5],
            "perplexity": [20.0, 20.0],
            "status": ["ok", "fewer than 61 complete rows"],
            "points": [
                [
                    {"evaluation_id": name, "x": x, "y": y}
                    for name, (x, y) in zip(ids, plane, strict=True)
                ],
                [],
            ],
        }
    )
    fit = fit_embedding_quality(scores, embeddings, 100, 2, 10, n_jobs=1)
    pictures = ["published", "principal components", "random start 1", "random start 2"]
    assert fit["picture"].to_list() == pictures * 2
    large = fit.filter(pl.col("cohort_id") == "c")
    assert large["n_obs"].to_list() == [180, 180, 100, 100]
    assert large["seed"].to_list() == [5, None, 6, 7]
    # between three clusters of 60 a neighbour is never in another cluster
    assert (large["trustworthiness"] > 0.85).all()
    assert large["agreement"].to_list()[:2] == [None, None]
    assert 0.3 < large["agreement"][2] == large["agreement"][3] < 1
    small = fit.filter(pl.col("cohort_id") == "small")
    assert small["trustworthiness"].is_null().to_list() == [True, False, True, True]
    assert small["status"][2] == "fewer than 61 complete rows"


def test_a_picture_of_too_few_rows_to_judge_says_so():
    scores = long_scores(np.random.default_rng(11).normal(size=(20, 4)))
    embeddings = fit_embeddings(scores, 5.0, 1, n_jobs=1)
    assert embeddings["status"].to_list() == ["ok"]
    fit = fit_embedding_quality(scores, embeddings, 100, 2, 10, n_jobs=1)
    assert set(fit["status"]) == {"not more than 20 complete rows"}


def test_of_a_large_cohort_a_sample_is_pictured_and_judged():
    """120 evaluations of 160, of which 5 more lack a benchmark."""
    rng = np.random.default_rng(13)
    drawn = [f"e{i:04}" for i in np.sort(rng.permutation(160)[:120])]
    is_drawn = pl.col("evaluation_id").is_in(drawn)
    scores = long_scores(rng.normal(size=(160, 4))).filter(is_drawn)
    scores = scores.with_columns(n_left_out=pl.lit(40), n_incomplete=pl.lit(5))
    (picture,) = (embeddings := fit_embeddings(scores, 20.0, 1, n_jobs=1)).to_dicts()
    assert (picture["n_obs"], picture["n_left_out"], picture["n_dropped"]) == (120, 40, 5)
    shown = [point["evaluation_id"] for point in picture["points"]]
    assert len(set(shown)) == 120
    assert shown == sorted(shown)
    fit = fit_embedding_quality(scores, embeddings, 100, 1, 10, n_jobs=1)
    assert fit["status"].to_list() == ["ok"] * 3
    assert fit["n_obs"].to_list() == [120, 120, 100]
    assert fit["n_evaluations"].to_list() == [160] * 3
    assigned = labelled(["a"] * 90 + ["b"] * 60 + ["c"] * 10, [True] * 150 + [False] * 10)
    assigned = assigned.filter(is_drawn)
    (judged,) = fit_cluster_validity(scores, assigned, 15, 19, 1, n_jobs=1).to_dicts()
    untested = sum(evaluation_id >= "e0150" for evaluation_id in shown)
    assert (judged["n_obs"], judged["n_left_out"]) == (120 - untested, 40)
    assert judged["n_obs"] + judged["n_left_out"] + judged["n_dropped"] == 165
    assert sum(level["n_obs"] for level in judged["levels"]) == judged["n_obs"]


def test_a_cohort_without_any_benchmark_to_look_at_says_so():
    """Two values are not enough of a benchmark, and no benchmark is left."""
    scores = long_scores(np.repeat([[1.0], [2.0]], 20, axis=0))
    embeddings = fit_embeddings(scores, 20.0, 1, n_jobs=1)
    fit = fit_embedding_quality(scores, embeddings, 100, 1, 10, n_jobs=1)
    assert "fewer than three benchmarks" in fit["status"].to_list()
    assert fit["n_obs"].to_list() == [40] * 3


def test_layouts_depend_on_neither_processes_nor_the_order_of_rows():
    rng = np.random.default_rng(12)
    cohorts = {"a": 100, "b": 160, "c": 20}
    scores = pl.concat(
        [long_scores(rng.normal(size=(n, 5)), cohort) for cohort, n in cohorts.items()]
    )
    alone = fit_embeddings(scores, 30.0, 3, n_jobs=1)
    assert alone["cohort_id"].to_list() == ["a", "b", "c"]
    assert alone["status"].to_list() == ["ok", "ok", "fewer than 91 complete rows"]
    assert alone["n_iterations"].to_list() == [500] * 3
    shared = fit_embeddings(scores.sample(fraction=1, shuffle=True, seed=1), 30.0, 3, n_jobs=2)
    assert shared.equals(alone)


def test_threads_that_start_together_do_not_import_scikit_learn_together():
    modules = "embedding", "embedding_quality", "validity"
    imports = "".join(f"import analysis_py.clusters.{module}\n" for module in modules)
    check = "import sys\nassert not {'sklearn', 'openTSNE'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", imports + check], check=True)


def test_a_large_cohort_is_judged_on_a_sample():
    """Three clusters and a rare level, 10,500 rows: as near the whole as sampling allows."""
    rng = np.random.default_rng(13)
    labels = np.repeat(["a", "b", "c", "rare"], [5000, 3500, 1970, 30])
    centres = 3.0 * np.eye(4)[np.repeat([0, 1, 2, 3], [5000, 3500, 1970, 30])]
    matrix = centres + rng.normal(size=(10_500, 4))
    scores = long_scores(matrix)
    (row,) = fit_cluster_validity(scores, labelled(labels), 15, 2, 1, n_jobs=1).to_dicts()
    levels = {level["level"]: level for level in row["levels"]}
    silhouette = row["indices"][0]
    assert silhouette["n_judged"] == sum(level["n_judged"] for level in row["levels"])
    assert 5000 <= silhouette["n_judged"] <= 5030
    assert levels["rare"]["n_judged"] == 30
    space = (matrix - matrix.mean(axis=0)) / matrix.std(axis=0, ddof=1)
    whole = silhouettes(space, codes(labels)[None])[0]
    assert levels["rare"]["silhouette"] == pytest.approx(whole[labels == "rare"].mean(), rel=1e-9)
    margin = 4 * whole.std() / np.sqrt(5000)
    assert silhouette["estimate"] == pytest.approx(whole.mean(), abs=margin)
    assert silhouette["estimate"] != pytest.approx(whole.mean(), abs=1e-12)

    plane = principal_plane(space)
    found = judge_picture(space, plane, 15, [1])
    assert (found["n_obs"], found["n_judged"]) == (10_500, 5000)
    # points differ by a standard deviation of 0.076: four standard errors of 5,000 in 10,500
    assert found["trustworthiness"] == pytest.approx(trustworthiness(space, plane, 15), abs=0.0031)


def test_every_cohort_factor_index_and_level_is_there(warehouse):
    missing = warehouse.sql(
        "select cohort_id, factor, level from statistics.stat_group_summaries except "
        "select cohort_id, factor, level from statistics.stat_cluster_levels"
    ).fetchall()
    assert missing == []
    counts = warehouse.sql(
        "select count(*) from statistics.stat_cluster_validity group by cohort_id, factor"
    ).fetchall()
    assert set(counts) == {(5,)}
    assert len(counts) == 4 * 7
