"""Records, lags, breaks and forecasts, on made-up progress."""

import datetime as dt

import numpy as np
import polars as pl
import pytest
from made_up_scores import made_up_cells, made_up_models
from polars.testing import assert_frame_equal

from analysis_py.statistics.ability.breaks import (
    Straight,
    find_break,
    fit_hinges,
    records,
)
from analysis_py.statistics.ability.forecasts import _summary, forecast_cohorts
from analysis_py.statistics.ability.frontier import (
    Panel,
    dated_panel,
    lag_path,
)


def test_the_lag_of_open_models_is_since_closed_ones_had_as_much():
    day = np.array([0.0, 100, 200, 300, 400])
    points = np.array([10.0, 20, 12, 30, 25])
    is_open = np.array([False, False, True, False, True])
    lag, gap = lag_path(day, points, is_open, np.array([150.0, 250, 350, 450]))
    month = 365.25 / 12
    # 12 was first passed at 100, and 25 at 300
    np.testing.assert_allclose(lag[1:], [150 / month, 250 / month, 150 / month])
    np.testing.assert_allclose(gap[1:], [8, 18, 5])
    assert np.isnan([lag[0], gap[0]]).all()
    # open models that lead lag by nothing, and records are above all before
    lead = np.array([1.0, 5])
    lag, gap = lag_path(np.array([0.0, 1]), lead, lead > 1, np.array([30.0]))
    assert (lag[0], gap[0]) == (0, -4)
    assert records(np.array([[1.0, 3, 2, 3, 4]])).tolist() == [[True, True, False, False, True]]


def test_open_weights_count_from_the_day_on_which_they_could_be_had():
    models = pl.DataFrame(
        {
            "weights": ["a", "b"],
            "developer": ["x", "y"],
            "points": [1.0, 2.0],
            "draws": [[1.0], [2.0]],
            "released_on": [dt.date(2026, 1, 1), dt.date(2026, 1, 2)],
            "weights_released_on": [dt.date(2026, 2, 1), dt.date(2026, 3, 1)],
            "is_open_weights": [True, False],
        }
    )
    assert dated_panel(models).points.tolist() == [2.0, 1.0]


def test_hinges_are_least_squares():
    rng = np.random.default_rng(5)
    years = np.sort(rng.random(40) * 4)
    points = rng.standard_normal((3, 40)).cumsum(axis=1)
    use = rng.random((3, 40)) < 0.7
    breaks = np.array([1.0, 2.0, 3.0])
    found = fit_hinges(years, points, use, breaks)
    for s in range(3):
        t, y = years[use[s]], points[s, use[s]]
        line = np.column_stack([np.ones_like(t), t])
        rest = ((y - line @ np.linalg.lstsq(line, y, rcond=None)[0]) ** 2).sum()
        for g, at in enumerate(breaks):
            x = np.column_stack([line, np.maximum(t - at, 0)])
            estimate = np.linalg.lstsq(x, y, rcond=None)[0]
            gain = rest - ((y - x @ estimate) ** 2).sum()
            assert found.gain[s, g] == pytest.approx(gain, abs=1e-8)
            assert found.before[s, g] == pytest.approx(estimate[1], abs=1e-8)
            assert found.change[s, g] == pytest.approx(estimate[2], abs=1e-8)


@pytest.mark.simulation
def test_a_break_is_found_in_straight_progress_as_often_as_the_level():
    rng = np.random.default_rng(77)
    day = np.sort(rng.integers(19000, 20500, 160)).astype(float)
    developer = rng.integers(12, size=160)
    years = (day - day[0]) / 365.25
    straight = Straight(
        years, developer, np.ones(160, dtype=bool), 16.0, 5.0, rng.standard_normal(160) * 9
    )
    made, _ = straight.simulate(160, rng)
    found, naive = [], []
    for points in made:
        panel = Panel(
            *(day, points, points[None], developer > 5, developer > -1),
            developer.astype(str),
        )
        result = find_break(panel, points, day[0], None, 199, rng)
        if result["status"] == "ok":
            found.append(result["p_value"] <= 0.05)
            naive.append(result["naive_p_value"] <= 0.05)
    assert len(found) > 120
    # 5 %, and three standard errors of so many
    assert np.mean(found) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / len(found))
    # what the simulated null is for
    assert np.mean(naive) > 0.15


def test_the_score_of_a_forecast_is_its_definition():
    rng = np.random.default_rng(3)
    draws = rng.random(300)
    found = _summary(draws, 0.4, 0.6)
    pairs = np.abs(draws[:, None] - draws[None]).mean()
    expected = 100 * (np.abs(draws - 0.6).mean() - pairs / 2)
    assert found["crps"] == pytest.approx(expected)
    assert found["q05_pct"] <= found["q50_pct"] <= found["q95_pct"]


@pytest.fixture(scope="module")
def progress():
    """Scores of models that grow more able by the day."""
    cells, truth = made_up_cells(n_models=150, n_benchmarks=10, missing=0.2, seed=8)
    models = made_up_models(cells)
    order = sorted(truth, key=truth.get)
    rng = np.random.default_rng(2)
    day = {m: 19000 + 8 * i + int(rng.integers(200)) for i, m in enumerate(order)}
    models = models.with_columns(
        pl.col("weights").replace_strict(day).cast(pl.Int32).cast(pl.Date).alias("released_on")
    )
    return cells, models


def test_a_sealed_forecast_depends_on_its_snapshot_alone(progress):
    cells, models = progress
    as_of = pl.DataFrame({"cohort_id": ["made_up"], "taken_on": [dt.date(2025, 6, 1)]})
    found = forecast_cohorts(cells, models, as_of, 2, 1)
    assert set(found["status"]) == {"sealed", "judged"}
    sealed = found.filter(pl.col("status") == "sealed")
    assert sealed["outcome_pct"].null_count() == sealed.height
    assert sealed["origin_day"].unique().to_list() == [dt.date(2025, 6, 1).toordinal() - 719163]
    # with other origins, and beside another cohort, the same
    both = (
        pl.concat([rows.with_columns(cohort_id=pl.lit("other")), rows])
        for rows in (cells, models, as_of)
    )
    both = forecast_cohorts(*both, 1, 1)
    is_own = (pl.col("cohort_id") == "made_up") & (pl.col("status") == "sealed")
    assert_frame_equal(both.filter(is_own), sealed)
    assert (found["q05_pct"] >= found["last_best_pct"] - 1e-9).all()
