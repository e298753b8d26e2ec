"""What R says of the same rows; tests/reference/field/README.md tells how its values were made."""

from pathlib import Path

import polars as pl
import pytest

from analysis_py.field.curves import fit_curves
from analysis_py.field.pairs import compare_modes, compare_reports
from analysis_py.field.progress import split_progress
from analysis_py.field.size_measures import compare_size_measures
from analysis_py.field.slopes import fit_slopes

REFERENCE = Path(__file__).parents[2] / "reference" / "field"
#: Two programs add up in different orders; degrees of freedom are ratios of small traces.
CLOSE = 1e-7
#: lme4 ends its search where the criterion no longer changes, at about the root of that.
REML = 2e-4


def read(name, **types):
    return pl.read_csv(REFERENCE / f"{name}.csv", schema_overrides=types)


@pytest.fixture(scope="module")
def weights():
    return read("weights", log2_total=pl.Float64, log2_active=pl.Float64, years=pl.Float64)


def joined(found, expected, key):
    both = expected.join(found, on=key, suffix="_found", maintain_order="left")
    assert both.height == expected.height > 0
    return both


def agree(both, names, tolerance):
    for name in names:
        expected, found = both[name].to_list(), both[f"{name}_found"].to_list()
        assert found == pytest.approx(expected, rel=tolerance, abs=tolerance), name


def test_slopes(weights):
    both = joined(
        fit_slopes(weights), read("slopes"), ["cohort_id", "benchmark_id", "model", "term"]
    )
    assert set(both["cohort_id"]) == {"epoch_2026", "helm_2026", "llm_stats_2025"}
    agree(both, ["estimate", "std_error", "df_den", "p_value", "r_squared", "n_obs"], CLOSE)


def test_a_regression_that_r_left_out_for_want_of_rows_is_left_out_here(weights):
    done = fit_slopes(weights).filter(pl.col("status") == "ok", pl.col("model") != "open")
    assert done.height == read("slopes").height


def test_total_against_active(weights):
    found = compare_size_measures(weights).filter(pl.col("status") == "ok")
    both = joined(found, read("size_measures"), ["cohort_id", "benchmark_id"])
    agree(both, ["aic_difference", "vuong_t", "vuong_p_value"], CLOSE)


def test_the_slopes_at_equal_other_size_are_those_of_the_regression_on_both(weights):
    found = compare_size_measures(weights).filter(pl.col("status") == "ok")
    both = read("slopes").filter(pl.col("model") == "total and active")
    for term, name in (
        ("log2_total", "total_given_active"),
        ("log2_active", "active_given_total"),
    ):
        expected = both.filter(pl.col("term") == term)
        side = joined(found, expected, ["cohort_id", "benchmark_id"])
        assert side[name].to_list() == pytest.approx(side["estimate"].to_list(), rel=CLOSE)


def test_progress(weights):
    both = joined(split_progress(weights), read("progress"), ["cohort_id", "benchmark_id"])
    agree(both, ["size_only", "date_only", "shared", "together"], CLOSE)
    for part in ("size_only", "date_only", "together"):
        assert (both[f"{part}_ci_low"] <= both[f"{part}_found"]).all()
        assert (both[f"{part}_ci_high"] >= both[f"{part}_found"]).all()


def test_curves_of_date(weights):
    found = fit_curves(weights).filter(pl.col("predictor") == "years")
    expected = read("curves")
    key = ["cohort_id", "benchmark_id"]
    found, expected = found.sort(*key, "x"), expected.sort(*key, "x")
    assert found.select(key).equals(expected.select(key))
    for name in ("x", "estimate", "std_error"):
        assert found[name].to_list() == pytest.approx(expected[name].to_list(), rel=1e-6), name


def test_modes_within_weights():
    both = joined(
        compare_modes(read("pairs")), read("modes"), ["cohort_id", "benchmark_id", "comparison"]
    )
    agree(both, ["estimate", "std_error", "df_den", "n_pairs"], CLOSE)
    agree(both, ["mixed_estimate", "mixed_std_error", "sd_within_makers"], REML)
    agree(both, ["sd_between_makers"], 10 * REML)


def test_developers_against_third_parties():
    reports = read("reports", variant=pl.String)
    both = joined(
        compare_reports(reports), read("report_pairs"), ["benchmark_id", "counterpart_id"]
    )
    agree(both, ["estimate", "std_error", "df_den", "n_pairs"], CLOSE)
    agree(both, ["mixed_estimate", "mixed_std_error", "sd_within_makers"], REML)
    agree(both, ["sd_between_makers"], 10 * REML)
