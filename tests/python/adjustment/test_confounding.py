"""Sensitivity to an unmeasured confounder: published examples, and confounders that are made up."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from analysis_py.statistics.adjustment.confounding import (
    ConfoundingRow,
    e_value,
    e_value_of_limit,
    fit_confounding_sensitivity,
    partial_r2,
    robustness_value,
)
from analysis_py.statistics.rows import schema_of

COMPUTED = (
    *("standardised_difference", "risk_ratio", "e_value", "e_value_limit"),
    *("partial_r2", "robustness_value", "robustness_value_alpha"),
)


def test_the_printed_e_values():
    """VanderWeele and Ding (2017): RR 3.9 (1.8 to 8.7), and RR 0.80 (0.71 to 0.91)."""
    assert e_value(3.9) == pytest.approx(7.26, abs=0.005)
    assert e_value_of_limit(1.8, 8.7) == pytest.approx(3.0, abs=0.005)
    assert e_value(0.80) == pytest.approx(1.81, abs=0.005)
    assert e_value_of_limit(0.71, 0.91) == pytest.approx(1.43, abs=0.005)
    assert e_value_of_limit(0.9, 1.4) == 1


def test_the_printed_robustness_values():
    """Cinelli and Hazlett (2020), table 1: violence in Darfur; t of 0.097 / 0.023 is 4.184."""
    assert partial_r2(4.184, 783) == pytest.approx(0.022, abs=0.0005)
    assert robustness_value(4.184, 783) == pytest.approx(0.139, abs=0.0005)
    assert robustness_value(4.184, 783, level=0.05) == pytest.approx(0.076, abs=0.0005)


@pytest.mark.parametrize("slope", [0.6, -0.8, 2.5])
def test_a_confounder_of_that_strength_does_what_it_says(slope):
    """One that explains the robustness value of both, made by hand, and put into the regression."""
    rng = np.random.default_rng(1)
    n = 60
    treated, other = rng.normal(size=(2, n))
    score = slope * treated + other + rng.normal(size=n)
    columns = np.column_stack([treated, other, np.ones(n)])

    def t_of(design):
        found, *_ = np.linalg.lstsq(design, score, rcond=None)
        df = n - design.shape[1]
        variance = np.sum((score - design @ found) ** 2) / df
        return found[0], found[0] / np.sqrt(variance * np.linalg.inv(design.T @ design)[0, 0]), df

    def left_of(column, design):
        rest = column - design @ np.linalg.lstsq(design, column, rcond=None)[0]
        return rest / np.linalg.norm(rest)

    _, statistic, df = t_of(columns)
    of_treated, of_score = left_of(treated, columns[:, 1:]), left_of(score, columns)
    of_noise = left_of(rng.normal(size=n), np.column_stack([columns, score]))

    def confounded(share):
        given = np.sqrt(share) * np.sign(slope) * of_score + np.sqrt(1 - share) * of_noise
        confounder = np.sqrt(share) * of_treated + np.sqrt(1 - share) * given
        return t_of(np.column_stack([columns, confounder]))

    estimate, *_ = confounded(robustness_value(statistic, df))
    assert estimate == pytest.approx(0, abs=1e-9)
    value = robustness_value(statistic, df, level=0.05)
    # beyond the second bound the two shares are not equal
    if abs(statistic) / np.sqrt(df) < np.sqrt(df - 1) / stats.t.ppf(0.975, df - 1):
        assert value > 0
        _, lowered, fewer = confounded(value)
        assert abs(lowered) == pytest.approx(stats.t.ppf(0.975, fewer), rel=1e-9)


def test_what_is_not_significant_needs_no_confounder():
    assert robustness_value(1.9, 60, level=0.05) == 0
    assert robustness_value(1.9, 60) > 0
    assert robustness_value(4.0, 1.0, level=0.05) is None


def row(**known):
    nothing = dict.fromkeys(schema_of(ConfoundingRow))
    named = {"cohort_id": "c", "benchmark_id": "b", "factor": "training_type", "method": "ancova"}
    sizes = {"group_a": "a", "group_b": "b", "n_a": 9, "n_b": 9}
    of_test = {"estimate": 5.0, "std_error": 1.0, "df_den": 20.0, "ci_low": 2.9, "ci_high": 7.1}
    filled = nothing | named | sizes | of_test | {"pooled_std_dev": 10.0, "status": "ok"} | known
    kept = {name: value for name, value in filled.items() if name not in COMPUTED}
    schema = {name: kind for name, kind in schema_of(ConfoundingRow).items() if name in kept}
    (found,) = fit_confounding_sensitivity(pl.DataFrame([kept], schema=schema)).to_dicts()
    return found


def test_a_difference_in_standard_deviations_is_a_ratio_of_risks():
    found = row()
    assert found["standardised_difference"] == 0.5
    assert found["risk_ratio"] == pytest.approx(np.exp(0.91 * 0.5))
    assert found["e_value"] == pytest.approx(e_value(np.exp(0.455)))
    assert found["e_value_limit"] == pytest.approx(e_value(np.exp(0.91 * 0.29)))
    mirrored = row(estimate=-5.0, ci_low=-7.1, ci_high=-2.9)
    assert mirrored["e_value"] == pytest.approx(found["e_value"])
    assert mirrored["e_value_limit"] == pytest.approx(found["e_value_limit"])


def test_what_has_no_estimate_or_spread_has_no_values():
    without = row(estimate=None, std_error=None, df_den=None, status="a group lies in one family")
    assert all(without[name] is None for name in COMPUTED)
    flat = row(pooled_std_dev=None)
    assert flat["e_value"] is None
    assert flat["robustness_value"] is not None
    assert flat["warning"]


def test_a_wider_interval_needs_less_of_a_confounder():
    """All values are of the interval, which calibration may widen."""
    wide = row(ci_low=-0.5, ci_high=10.5)
    assert wide["e_value_limit"] == 1
    assert wide["robustness_value_alpha"] == 0
    assert wide["robustness_value"] < row()["robustness_value"]


@pytest.mark.committed
def test_the_table_rests_on_the_limits_that_decide(warehouse):
    wrong = warehouse.sql("""
        select sensitivity.* from statistics.stat_confounding_sensitivity as sensitivity
        join statistics.stat_adjusted_pairs as pairs
            using (cohort_id, benchmark_id, factor, method, group_a, group_b)
        where (ci_low_calibrated <= 0 and ci_high_calibrated >= 0) != (e_value_limit = 1)
           or e_value_limit = 1 and robustness_value_alpha > 0
    """).fetchall()
    assert wrong == []


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
