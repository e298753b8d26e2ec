"""What R says of the same rows; tests/reference/field/README.md tells how its values were made."""

from pathlib import Path

import polars as pl
import pytest

from analysis_py.statistics.field.curves import fit_curves
from analysis_py.statistics.field.pairs import compare_modes
from analysis_py.statistics.field.slopes import fit_slopes

REFERENCE = Path(__file__).parents[2] / "reference" / "field"
#: Two programs add up in different orders; degrees of freedom are ratios of small traces.
CLOSE = 1e-7
#: lme4 ends its search where the criterion no longer changes, at about the root of that.
REML = 2e-4


def read(name, **types):
    return pl.read_csv(REFERENCE / f"{name}.csv", schema_overrides=types, null_values=["", "NA"])


@pytest.fixture(scope="module")
def weights():
    return read("weights", log2_total=pl.Float64, log2_active=pl.Float64, years=pl.Float64)


def joined(found, expected, key):
    both = expected.join(found, on=key, suffix="_found", maintain_order="left")
    assert both.height == expected.height > 0
    return both


def agree(both, names, tolerance):
    for name in names:
        assert both[name].is_null().equals(both[f"{name}_found"].is_null(), check_names=False), name
        known = both.drop_nulls(name)
        expected, found = known[name].to_list(), known[f"{name}_found"].to_list()
        assert found == pytest.approx(expected, rel=tolerance, abs=tolerance), name


def test_slopes(weights):
    found = fit_slopes(weights)
    both = joined(found, read("slopes"), ["cohort_id", "benchmark_id", "model", "term"])
    assert found.filter(pl.col("status") == "ok").height == both.height
    assert set(both["cohort_id"]) == {"epoch_2026", "helm_2026", "llm_stats_2025"}
    agree(both, ["estimate", "std_error", "df_den", "p_value", "r_squared", "n_obs"], CLOSE)


def test_curves(weights):
    found, expected = fit_curves(weights), read("curves")
    key = ["cohort_id", "benchmark_id", "predictor"]
    found, expected = found.sort(*key, "x"), expected.sort(*key, "x")
    assert found.select(key).equals(expected.select(key))
    assert set(expected["predictor"]) == {"years", "log2_total", "log2_active"}
    for name in ("x", "estimate", "std_error"):
        assert found[name].to_list() == pytest.approx(expected[name].to_list(), rel=1e-6), name


def test_modes_within_weights():
    both = joined(
        compare_modes(read("pairs")), read("modes"), ["cohort_id", "benchmark_id", "comparison"]
    )
    agree(both, ["estimate", "std_error", "df_den", "n_pairs"], CLOSE)
    agree(both, ["mixed_estimate", "mixed_std_error", "sd_within_developers"], REML)
    agree(both, ["sd_between_developers"], 10 * REML)
