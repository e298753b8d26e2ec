"""Pictures of a cohort: perfect ones and random ones, small cohorts and large."""

import subprocess
import sys

import numpy as np
import polars as pl
from labelled_scores import labelled, long_scores

from analysis_py.statistics.clusters import embedding
from analysis_py.statistics.clusters.embedding import fit_embeddings
from analysis_py.statistics.clusters.validity import fit_cluster_validity


def test_a_picture_keeps_clusters_apart_that_are():
    """Three clusters, and cohorts without a picture: too small, or without a benchmark."""
    rng = np.random.default_rng(10)
    matrix = np.repeat(20.0 * np.eye(4)[:3], 60, axis=0) + rng.normal(size=(180, 4))
    flat = np.repeat([[1.0], [2.0]], 20, axis=0)
    cohorts = [long_scores(matrix), long_scores(matrix[:40], "small"), long_scores(flat, "flat")]
    picture = fit_embeddings(pl.concat(cohorts), 20.0, 5, n_jobs=1)
    assert picture["cohort_id"].to_list() == ["c"] * 180
    places = picture.select("x", "y").to_numpy()
    distances = np.linalg.norm(places[:, None] - places, axis=2)
    np.fill_diagonal(distances, np.inf)
    np.testing.assert_array_equal(distances.argmin(axis=1) // 60, np.arange(180) // 60)


def test_of_a_large_cohort_a_part_is_shown(monkeypatch):
    monkeypatch.setattr(embedding, "MOST_POINTS", 120)
    scores = long_scores(np.random.default_rng(13).normal(size=(160, 4)))
    shown = fit_embeddings(scores, 20.0, 1, n_jobs=1)["evaluation_id"].to_list()
    assert len(set(shown)) == 120
    assert shown == sorted(shown)


def test_of_a_very_large_cohort_a_sample_is_judged():
    """120 evaluations of 160, of which 5 more lack a benchmark."""
    rng = np.random.default_rng(13)
    drawn = [f"e{i:04}" for i in np.sort(rng.permutation(160)[:120])]
    is_drawn = pl.col("evaluation_id").is_in(drawn)
    scores = long_scores(rng.normal(size=(160, 4))).filter(is_drawn)
    scores = scores.with_columns(n_left_out=pl.lit(40), n_incomplete=pl.lit(5))
    assigned = labelled(["a"] * 90 + ["b"] * 60 + ["c"] * 10, [True] * 150 + [False] * 10)
    assigned = assigned.filter(is_drawn)
    (judged,) = fit_cluster_validity(scores, assigned, 15, 19, 1, n_jobs=1).to_dicts()
    untested = sum(evaluation_id >= "e0150" for evaluation_id in drawn)
    assert (judged["n_obs"], judged["n_left_out"]) == (120 - untested, 40)
    assert judged["n_obs"] + judged["n_left_out"] + judged["n_dropped"] == 165
    assert sum(level["n_obs"] for level in judged["levels"]) == judged["n_obs"]


def test_layouts_depend_on_neither_processes_nor_the_order_of_rows():
    rng = np.random.default_rng(12)
    cohorts = {"a": 100, "b": 160, "c": 20}
    scores = pl.concat(
        [long_scores(rng.normal(size=(n, 5)), cohort) for cohort, n in cohorts.items()]
    )
    alone = fit_embeddings(scores, 30.0, 3, n_jobs=1)
    assert alone["cohort_id"].value_counts(sort=True).rows() == [("b", 160), ("a", 100)]
    shared = fit_embeddings(scores.sample(fraction=1, shuffle=True, seed=1), 30.0, 3, n_jobs=2)
    assert shared.equals(alone)


def test_threads_that_start_together_do_not_import_scikit_learn_together():
    modules = "embedding", "validity"
    imports = "".join(f"import analysis_py.statistics.clusters.{module}\n" for module in modules)
    check = "import sys\nassert not {'sklearn', 'openTSNE'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", imports + check], check=True)
