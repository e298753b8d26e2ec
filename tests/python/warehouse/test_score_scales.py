"""The macros that put a score on another scale."""

import numpy as np
import polars as pl
import pytest
from sql_models import run_macro

SCORES = pl.DataFrame({"score_pct": [0.0, 12.5, 25.0, 31.7, 50.0, 99.9, 100.0]}).with_columns(
    chance_pct=25.0, n_items=pl.lit(1172, pl.Int32)
)


def test_the_logit_is_finite_at_0_and_at_100():
    found = run_macro("logit_of_score('score_pct', 'n_items')", SCORES).to_list()
    assert found[0] == pytest.approx(np.log(0.5 / 1172.5))
    assert found[4] == 0
    assert found[-1] == pytest.approx(-found[0])
    solved = (0.317 * 1172 + 0.5) / (1172 + 1)
    assert found[3] == pytest.approx(np.log(solved / (1 - solved)))


def test_a_score_below_chance_is_below_0_where_nothing_says_that_it_ends_there():
    corrected = run_macro("chance_corrected('score_pct', 'chance_pct')", SCORES).to_numpy()
    assert corrected[[0, 2, 4, 6]] == pytest.approx([-1 / 3, 0, 1 / 3, 1])
    above = run_macro("above_chance('score_pct', 'chance_pct')", SCORES).to_numpy()
    assert above[:3].tolist() == [0, 0, 0]
    np.testing.assert_array_equal(above[3:], corrected[3:])
    unknown = SCORES.with_columns(chance_pct=pl.lit(None, pl.Float64))
    for macro in ("chance_corrected", "above_chance"):
        found = run_macro(f"{macro}('score_pct', 'chance_pct')", unknown)
        assert found.null_count() == SCORES.height, "what nobody knows is not 0"
