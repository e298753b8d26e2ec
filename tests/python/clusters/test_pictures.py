"""Pictures of a cohort: perfect ones and random ones, small cohorts and large."""

import subprocess
import sys

import numpy as np
import polars as pl
from labelled_scores import labelled, long_scores

from analysis_py.statistics.clusters.embedding import fit_embeddings
from analysis_py.statistics.clusters.embedding_quality import (
    fit_embedding_quality,
    principal_plane,
)
from analysis_py.statistics.clusters.validity import fit_cluster_validity


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
    imports = "".join(f"import analysis_py.statistics.clusters.{module}\n" for module in modules)
    check = "import sys\nassert not {'sklearn', 'openTSNE'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", imports + check], check=True)
