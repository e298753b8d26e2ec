"""Very large cohorts are judged on a sample of their complete evaluations."""

import numpy as np
import polars as pl
from polars.testing import assert_frame_equal
from sql_models import run_model

from analysis_py.statistics.clusters.score_space import score_space


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
