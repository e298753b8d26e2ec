"""Statistics of items agree with R, statsmodels and scipy on the same answers."""

import numpy as np
import polars as pl
import pytest
from item_tables import LEVEL, tables_of
from scipy import stats

from analysis_py.runs.paired.clusters import cluster_worth
from analysis_py.runs.paired.score_interval import binary_interval, score_interval
from analysis_py.statistics.numerics.contrast_tests import holm

#: Closed forms on both sides; R's values are written with fifteen digits.
CLOSED = 1e-12
#: lme4 stops its search when the criterion is flat to about 1e-8.
SEARCHED = 1e-6
#: R's iterations end when the deviance moves by less than 1e-14 of itself.
ITERATED = 1e-6


@pytest.fixture(scope="module")
def folder(project):
    return project / "tests/reference/items"


@pytest.fixture(scope="module")
def answers(folder):
    return pl.read_csv(folder / "rows.csv", schema_overrides={"item": pl.String})


@pytest.fixture(scope="module")
def tables(answers):
    return tables_of(answers)


def side_by_side(folder, name, found, *keys):
    overrides = {"item": pl.String} if "item" in keys else None
    expected = pl.read_csv(folder / f"{name}.csv", schema_overrides=overrides)
    expected = expected.with_columns(pl.col(pl.String).str.strip_chars()).rename(
        {"benchmark": "benchmark_id"}
    )
    joined = expected.join(found, on=["benchmark_id", *keys], suffix="_found")
    assert joined.height == expected.height > 0
    return joined


def close(frame, ours, theirs, tolerance, scale=1.0):
    """Hold two columns to each other, ours and the reference's times a scale."""
    theirs = frame[theirs].cast(pl.Float64).to_numpy() * scale
    np.testing.assert_allclose(frame[ours].to_numpy(), theirs, rtol=tolerance, atol=1e-14 * scale)


def test_scores_and_their_errors(folder, tables):
    found = tables.table("stat_item_scores").rename({"model_name": "model"})
    joined = side_by_side(folder, "scores", found, "model")
    close(joined, "score_pct", "score", CLOSED, 100)
    # R's error of answers that are all right is 0, which is not how sure the score is
    alike = joined.filter(pl.col("status") == "all items scored alike")
    assert (alike["independent"].cast(pl.Float64) == 0).all()
    joined = joined.filter(pl.col("status") == "ok")
    assert joined.height + alike.height == 3 * 48
    close(joined, "std_error_independent_pct", "independent", CLOSED, 100)
    # without clusters the error is that of independent items, which divides by n - 1
    clustered = joined.filter(pl.col("n_clusters") < pl.col("n_items"))
    assert clustered["benchmark_id"].unique().to_list() == ["demo_passages"]
    close(clustered, "std_error_pct", "clustered", CLOSED, 100)
    alone = joined.filter(pl.col("n_clusters") == pl.col("n_items"))
    close(alone, "std_error_pct", "independent", CLOSED, 100)


def test_paired_comparisons(folder, answers):
    """Every two of twelve, which are few enough."""
    models = answers["model"].unique().sort().head(12)
    few = answers.join(models.to_frame(), on="model", how="semi")
    found = tables_of(few).table("stat_item_pairs")
    assert found.height == 3 * 66
    assert found.filter(pl.col("p_adjusted") < 0.5).height > 5
    for _, rows in found.group_by("benchmark_id"):
        assert rows["p_adjusted"].to_list() == pytest.approx(holm(rows["p_value"].to_list()))
    turned = found.with_columns(
        model_a="model_b",
        model_b="model_a",
        estimate=-pl.col("estimate"),
        n_only_a="n_only_b",
        n_only_b="n_only_a",
    )
    both = pl.concat([found, turned]).with_columns(difference=-pl.col("estimate")).drop("estimate")
    joined = side_by_side(folder, "pairs", both, "model_a", "model_b")
    close(joined, "difference", "estimate", CLOSED, 100)
    close(joined, "std_error_independent", "paired", CLOSED, 100)
    close(joined, "std_error_unpaired", "unpaired", CLOSED, 100)
    assert joined["n_only_a"].to_list() == joined["only_a"].to_list()
    assert joined["n_only_b"].to_list() == joined["only_b"].to_list()
    alone = found.filter(pl.col("n_clusters") == pl.col("n_items"))
    for row in alone.iter_rows(named=True):
        counts = row["n_only_b"], row["n_only_a"], row["n_items"]
        low, high, p = binary_interval(*counts, LEVEL)
        assert row["ci_low"] == pytest.approx(100 * low, abs=1e-9)
        assert row["ci_high"] == pytest.approx(100 * high, abs=1e-9)
        assert row["p_value"] == pytest.approx(p, rel=1e-9)


def test_clustered_pairs_are_those_of_two_runs(answers, tables):
    """The table sums over clusters; two runs have every answer."""
    found = tables.table("stat_item_pairs").filter(pl.col("n_clusters") < pl.col("n_items"))
    assert found.height > 0
    for row in found.head(5).iter_rows(named=True):
        of_pair = [
            answers.filter(model=row[side], benchmark=row["benchmark_id"])
            .select("item", "cluster", "score")
            .with_columns(pl.col("score").cast(pl.Float64))
            for side in ("model_a", "model_b")
        ]
        joined = of_pair[0].join(of_pair[1], on=["item", "cluster"])
        d = (joined["score_right"] - joined["score"]).to_numpy()
        worth = cluster_worth(d, joined["cluster"].to_numpy(), LEVEL)
        expected = score_interval(d, LEVEL, None, *worth)
        assert row["n_effective"] == pytest.approx(expected.worth, rel=1e-9)
        assert row["ci_low"] == pytest.approx(100 * expected.low, abs=1e-9)
        assert row["p_value"] == pytest.approx(expected.p_value, rel=1e-9)


def test_a_detectable_difference_is_found_as_often_as_promised(tables):
    """By the normal distribution: with a true difference of that size, z is beyond its limit."""
    found = tables.table("stat_item_pairs").drop_nulls("detectable_pct")
    z = (found["detectable_pct"] / found["std_error"]).to_numpy()
    limit = stats.norm.ppf(0.975)
    np.testing.assert_allclose(stats.norm.sf(limit - z), 0.8, rtol=1e-12)
    # n items for a point: the error is then a point over the same z
    per_item = found["std_error"].to_numpy() * np.sqrt(found["n_items"].to_numpy())
    needed = found["n_items_for_point"].to_numpy()
    assert (per_item / np.sqrt(needed) * z <= 1 + 1e-12).all()
    assert (per_item / np.sqrt(needed - 1) * z > 1).all()


def test_reliability_and_components_of_variance(folder, tables):
    joined = side_by_side(folder, "reliability", tables.table("stat_item_reliability"))
    close(joined, "reliability", "alpha", CLOSED)
    close(joined, "ci_low_found", "ci_low", CLOSED)
    close(joined, "ci_high_found", "ci_high", CLOSED)
    close(joined, "variance_evaluations", "evaluations", SEARCHED)
    close(joined, "variance_items", "items", SEARCHED)
    close(joined, "variance_residual", "residual", SEARCHED)
    for row in joined.iter_rows(named=True):
        # Spearman and Brown: that many items reach the target, one fewer does not
        of_one = row["variance_evaluations"] / row["variance_residual"]
        n = row["n_items_for_target"]
        assert n * of_one / (1 + n * of_one) >= 0.9 > (n - 1) * of_one / (1 + (n - 1) * of_one)


def test_discriminations(folder, tables):
    found = tables.table("stat_item_difficulty").rename({"discrimination": "ours"})
    joined = side_by_side(folder, "discriminations", found, "item").filter(pl.col("status") == "ok")
    assert joined.height > 50
    close(joined, "ours", "discrimination", ITERATED)
