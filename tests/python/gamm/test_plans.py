"""What a cohort cannot support is a sentence, and what tells nothing is left out."""

import re

import polars as pl
import pytest
from simulated_cohort import BENCHMARKS, NESTED, NUMBERS, cohort

from analysis_py.statistics.gamm.models import Settings, fit_cohort_gamms


def status_of(frame: pl.DataFrame, gamm: str = "size") -> dict:
    row = fit_cohort_gamms(frame, "c", BENCHMARKS, Settings(0.95), [gamm]).filter(
        benchmark_id="arc"
    )
    return row.row(0, named=True)


def changed(**columns):
    return lambda frame: frame.with_columns(**columns)


@pytest.mark.parametrize(
    ("change", "gamm", "message"),
    [
        (lambda f: f.head(12), "size", "Only 11 complete rows for 1 curve"),
        (lambda f: f.head(0), "size", "No complete rows."),
        (changed(log_arc=pl.lit(None, pl.Float64)), "size", "No complete rows."),
        (changed(log_arc=pl.lit(3.0)), "size", "Every value of the response"),
        (changed(training_type=pl.lit("x")), "size_by_type", "Only one training"),
        (lambda f: f.filter(pl.col("log_parameters_b") > 4), "size", "Only 2 distinct values"),
        (lambda f: f.drop("log_scale_factor"), "size_scaled", "No column log_scale_factor"),
        (changed(base_family=pl.lit("A")), "size_clustered", "Only one base family: 'A'"),
    ],
)
def test_what_a_cohort_cannot_support_is_a_sentence(change, gamm, message):
    row = status_of(change(cohort()), gamm)
    assert message in row["status"]
    assert all(row[name] is None for name in [*NUMBERS, *NESTED])
    assert row["n_obs"] + row["n_dropped"] == change(cohort()).height


ONE = {"architecture": pl.lit("A")}
EACH = {"base_family": pl.col("evaluation_id")}
NO_ARCHITECTURE = "architecture left out: all are 'A'."
NO_BASE = "base_family left out: every row is one of its own."


@pytest.mark.parametrize(
    ("change", "gamm", "factors", "note"),
    [
        (ONE, "interplay", [], NO_ARCHITECTURE),
        (ONE, "size_with_type", ["training_type"], NO_ARCHITECTURE),
        (ONE, "size_scaled", [], NO_ARCHITECTURE),
        (ONE, "size_clustered", ["base_family"], NO_ARCHITECTURE),
        (EACH, "size_clustered", ["architecture"], NO_BASE),
        (
            {"base_family": pl.col("architecture")},
            "size_clustered",
            ["base_family"],
            "architecture left out: each is one base family.",
        ),
        (ONE | EACH, "interplay_clustered", [], f"{NO_ARCHITECTURE} {NO_BASE}"),
    ],
)
def test_a_random_intercept_that_tells_nothing_is_left_out(change, gamm, factors, note):
    row = status_of(cohort().with_columns(**change), gamm)
    assert row["status"] == "ok"
    assert row["notes"] == note
    assert re.findall(r's\((\w+), bs="re"\)', row["formula"]) == factors
    assert {f"s({name})" for name in factors} == {e["term"] for e in row["random_effects"]}


SOME = pl.col("evaluation_id").str.slice(0, 3)


@pytest.mark.parametrize(
    ("uploader", "gamm", "is_in", "note"),
    [
        (SOME, "size_clustered", True, None),
        (SOME, "size_by_type_clustered", True, None),
        (SOME, "interplay_clustered", False, None),
        (SOME, "size", False, None),
        (pl.col("evaluation_id"), "size_clustered", False, "every row is one of its own."),
        (pl.lit("me"), "size_clustered", False, "all are 'me'."),
        (pl.col("base_family"), "size_clustered", False, "each is one base family."),
    ],
)
def test_the_uploader_is_a_random_effect_where_it_tells_something(uploader, gamm, is_in, note):
    row = status_of(cohort().with_columns(uploader=uploader), gamm)
    assert row["status"] == "ok"
    assert row["notes"] == (note and f"uploader left out: {note}")
    assert row["formula"].endswith('s(uploader, bs="re")') == is_in
    assert ("s(uploader)" in {term["term"] for term in row["terms"]}) == is_in


def test_a_small_level_is_left_out_and_counted():
    frame = cohort().with_columns(
        training_type=pl.when(pl.int_range(400) < 7).then(pl.lit("rare")).otherwise("training_type")
    )
    row = status_of(frame, "size_by_type")
    assert row["status"] == "ok"
    assert "'rare' left out: 6 rows" in row["notes"]
    assert row["n_obs"] == status_of(frame)["n_obs"] - 6
    # Every other model keeps it.
    assert status_of(frame, "size_with_type")["notes"] is None


def test_an_ability_with_few_scores_is_no_covariate():
    frame = cohort().with_columns(log_mmlu=pl.when(pl.int_range(400) < 20).then("log_mmlu"))
    row = status_of(frame, "interplay")
    assert row["status"] == "ok"
    assert row["notes"] == "log_mmlu left out: 20 rows."
    assert "log_mmlu" not in row["formula"]
    alone = fit_cohort_gamms(frame, "c", ["arc"], Settings(0.95), ["interplay"])
    assert alone["status"].to_list() == ["No other benchmark with scores."]


def test_abilities_that_are_hardly_measured_together_are_left_out_the_costliest_first():
    """Each of two covariates has rows enough, but no row has both; the one with more rows stays."""
    at = pl.int_range(400)
    frame = cohort().with_columns(
        log_mmlu=pl.when(at < 150).then("log_mmlu"), log_gsm8k=pl.when(at >= 150).then("log_gsm8k")
    )
    n = frame.select("log_arc", "log_gsm8k", "log_parameters_b").drop_nulls().height
    row = status_of(frame, "interplay")
    assert (row["status"], row["n_obs"]) == ("ok", n)
    assert row["notes"] == f"log_mmlu left out: with it 0 rows are complete, else {n}."
    assert row["formula"].startswith("log_arc ~ s(log_gsm8k) + s(log_parameters_b)")
    # what no choice mends is said of all of them
    nowhere = frame.with_columns(log_parameters_b=pl.when(at < 10).then("log_parameters_b"))
    row = status_of(nowhere, "interplay")
    assert row["status"] == "No complete rows."
    assert "log_mmlu" in row["formula"]
