"""Pictures of a cohort, and the sample on which a very large one is judged."""

import subprocess
import sys

import numpy as np
import polars as pl
from labelled_scores import labelled, long_scores
from polars.testing import assert_frame_equal
from sql_models import run_model

from analysis_py.statistics.clusters import embedding
from analysis_py.statistics.clusters.embedding import fit_embeddings
from analysis_py.statistics.clusters.score_space import score_space
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


def scores_of(cohort, n, lacking=0, rare=0):
    """Four benchmarks of n evaluations; some lack the first, and few have the last."""
    rng = np.random.default_rng(n)
    rows = [
        (cohort, f"{cohort}{i:03}", f"b{j}", float(rng.integers(20, 60)))
        for i in range(n)
        for j in range(4)
        if not (j == 0 and i < lacking) and not (j == 3 and i >= rare)
    ]
    columns = ["cohort_id", "evaluation_id", "benchmark_id", "score_pct"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def test_a_cohort_is_drawn_from_only_where_its_complete_evaluations_are_many():
    small, large = scores_of("s", 40, lacking=5, rare=3), scores_of("l", 60, lacking=5, rare=3)
    tables = {"int_cohort_scores_selected": pl.concat([small, large])}
    drawn = run_model("int_cluster_scores_drawn", {"picture_rows": 50}, **tables)
    counts = ["n_left_out", "n_incomplete"]
    of_small, of_large = (drawn.filter(pl.col("cohort_id") == cohort) for cohort in "sl")
    assert_frame_equal(of_small.drop(counts), small, check_row_order=False)
    assert of_small.select(counts).unique().row(0) == (0, 0)
    assert of_large.select(counts).unique().rows() == [(5, 5)]
    # the rare benchmark takes no part, and nobody who lacks another
    assert of_large.group_by("evaluation_id").len()["len"].to_list() == [3] * 50
    assert not set(of_large["evaluation_id"]) & {f"l{i:03}" for i in range(5)}
    levels = pl.concat([small, large]).select("cohort_id", "evaluation_id").unique()
    levels = levels.with_columns(factor=pl.lit("f"), level=pl.lit("x"), is_tested=pl.lit(True))
    known = levels.select("evaluation_id", base_family=pl.lit("one"))
    tables = {"int_cohort_levels_assigned": levels, "int_cluster_scores_drawn": drawn}
    tables |= {"fct_evaluations": known}
    kept = run_model("int_cluster_levels_drawn", **tables)
    assert kept["cohort_id"].value_counts().sort("cohort_id").rows() == [("l", 50), ("s", 40)]
    assert set(kept["evaluation_id"]) > set(of_large["evaluation_id"])
    space = score_space(of_large)
    assert (space.n_obs, space.n_left_out, space.n_dropped) == (50, 5, 5)


def test_the_sample_does_not_depend_on_the_order_of_rows():
    scores = scores_of("l", 60)
    first, second = (
        run_model("int_cluster_scores_drawn", {"picture_rows": 20}, int_cohort_scores_selected=rows)
        for rows in (scores, scores.sample(fraction=1, shuffle=True, seed=1))
    )
    assert_frame_equal(first, second, check_row_order=False)
