"""Claims on the ability scale are judged on its tables, where it has the points of the claims."""

import pytest

pytestmark = pytest.mark.committed


def test_a_break_needs_simulated_progress_and_its_ratio_a_break(warehouse, verdicts):
    before, after, p_value = warehouse.sql("""
        select slope_before, slope_after, p_value from statistics.stat_ability_breaks
        where cohort_id = 'epoch_2026' and window_name = 'since 2022' and kind = 'given'
    """).fetchall()[0]
    key = "sound_method", "epoch_2026"
    # half of the level, since the test errs more often under one-sided errors
    expected = "supported" if p_value < 0.025 else "inconclusive"
    assert verdicts["E002", *key] == (expected, pytest.approx(after - before))
    is_twice = "supported" if after / before >= 1.5 else "contradicted"
    expected = is_twice if p_value < 0.025 else "inconclusive"
    assert verdicts["E003", *key] == (expected, pytest.approx(after / before))


def test_a_difference_of_two_models_has_the_error_of_the_anchored_points(warehouse):
    low, high = warehouse.sql("""
        select ci_low, ci_high from claims.claim_readings
        where claim_id = 'E006' and reading_order = 1 and basis = 'sound_method'
          and cohort_id = 'epoch_2026'
    """).fetchall()[0]
    error = warehouse.sql("""
        select points_std_error from statistics.stat_abilities
        where cohort_id = 'epoch_2026' and weights = 'Llama 3.1 405B Instruct'
    """).fetchall()[0][0]
    # the other fixes the points, and has no error; 200 draws
    assert high - low == pytest.approx(2 * 1.645 * error, rel=0.2)
