"""Sensitivity to an unmeasured confounder: published examples, and confounders that are made up."""

import numpy as np
import polars as pl
import pytest
from scipy import stats
from sql_models import run_model

COMPUTED = (
    *("standardised_difference", "risk_ratio", "e_value", "e_value_limit"),
    *("partial_r2", "robustness_value", "robustness_value_alpha"),
)
NAMES = {"cohort_id": "c", "benchmark_id": "b", "factor": "training_type"}
SCHEMA = dict.fromkeys(("estimate", "std_error", "df_den", "ci_low", "ci_high"), pl.Float64)


def row(std_dev=10.0, **known):
    """Return what the table says of one difference within bases."""
    filled = NAMES | {"method": "fixed effects", "group_a": "a", "group_b": "b", "n_a": 9, "n_b": 9}
    filled |= {"estimate": 5.0, "std_error": 1.0, "df_den": 20.0, "ci_low": 2.9, "ci_high": 7.1}
    filled |= {"warning": None, "is_significant": True, "status": "ok", "statistic": 5.0} | known
    pairs = pl.DataFrame([filled], schema_overrides=SCHEMA | {"warning": pl.String})
    spread = {"n_obs": 9, "std_dev": std_dev}
    (found,) = run_model(
        "stat_confounding_sensitivity",
        stat_within_base=pairs,
        stat_adjusted_pairs=pairs.clear().with_columns(
            ci_low_calibrated="ci_low", ci_high_calibrated="ci_high"
        ),
        stat_group_summaries=pl.DataFrame(
            [NAMES | spread | {"level": level} for level in ("a", "b")],
            schema_overrides={"std_dev": pl.Float64},
        ),
    ).to_dicts()
    return found


def of_ratio(ratio, low, high):
    """Return what is said of a ratio of risks with its interval."""
    estimate, ci_low, ci_high = np.log([ratio, low, high]) / 0.91
    return row(1.0, estimate=estimate, ci_low=ci_low, ci_high=ci_high)


def of_t(t, df):
    """Return what is said of a t with its degrees of freedom."""
    half = stats.t.ppf(0.975, df)
    return row(estimate=t, df_den=df, ci_low=t - half, ci_high=t + half)


def test_the_printed_e_values():
    """VanderWeele and Ding (2017): RR 3.9 (1.8 to 8.7), and RR 0.80 (0.71 to 0.91)."""
    found = of_ratio(3.9, 1.8, 8.7), of_ratio(0.80, 0.71, 0.91), of_ratio(1.1, 0.9, 1.4)
    values = [(one["e_value"], one["e_value_limit"]) for one in found]
    assert values[0] == pytest.approx((7.26, 3.0), abs=0.005)
    assert values[1] == pytest.approx((1.81, 1.43), abs=0.005)
    assert values[2][1] == 1


def test_the_printed_robustness_values():
    """Cinelli and Hazlett (2020), table 1: violence in Darfur; t of 0.097 / 0.023 is 4.184."""
    found = of_t(4.184, 783.0)
    values = [found[name] for name in COMPUTED[-3:]]
    assert values == pytest.approx([0.022, 0.139, 0.076], abs=0.0005)


def test_what_has_no_estimate_spread_or_significance_has_no_values():
    assert of_t(1.9, 60.0)["robustness_value"] > of_t(1.9, 60.0)["robustness_value_alpha"] == 0
    assert of_t(40.0, 1.0)["robustness_value_alpha"] is None
    nothing = dict.fromkeys(SCHEMA)
    without = row(**nothing, status="a group lies in one family")
    assert all(without[name] is None for name in COMPUTED)
    flat = row(None)
    assert flat["e_value"] is None
    assert flat["robustness_value"] is not None
    assert flat["warning"]
    # all values are of the interval, which calibration may widen
    wide = row(ci_low=-0.5, ci_high=10.5)
    assert (wide["e_value_limit"], wide["robustness_value_alpha"]) == (1, 0)
    assert wide["robustness_value"] < row()["robustness_value"]


@pytest.mark.committed
def test_the_table_has_every_difference(warehouse):
    missing = warehouse.sql("""
        select cohort_id, benchmark_id, method, group_a, group_b, status
        from statistics.stat_adjusted_pairs
        union all
        select cohort_id, benchmark_id, method, group_a, group_b, status
        from statistics.stat_within_base
        where method in ('fixed effects', 'mixed, within')
        except
        select cohort_id, benchmark_id, method, group_a, group_b, status
        from statistics.stat_confounding_sensitivity
    """).fetchall()
    assert missing == []
