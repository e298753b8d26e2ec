"""A scale finds the abilities that made the scores, and says why where it cannot."""

import json

import numpy as np
import polars as pl
import pytest
from made_up_scores import (
    NO_ANCHORS,
    made_up_cells,
    made_up_models,
    nested,
    windows,
)
from polars.testing import assert_frame_equal

from analysis_py.statistics.ability import cells as cells_module
from analysis_py.statistics.ability.abilities import scale_cohorts
from analysis_py.statistics.ability.breaks import break_cohorts
from analysis_py.statistics.ability.cells import cannot_scale, connected_cells, index_cells
from analysis_py.statistics.ability.forecasts import forecast_cohorts
from analysis_py.statistics.ability.frontier import lag_cohorts
from analysis_py.statistics.ability.predict import predict_scores
from analysis_py.statistics.ability.scale import fit_scale


@pytest.fixture(scope="module")
def made():
    cells, truth = made_up_cells()
    models = made_up_models(cells)
    return cells, truth, models, scale_cohorts(cells, models, NO_ANCHORS, 100, 3)


def test_it_finds_the_abilities(made):
    _, truth, _, result = made
    found = nested(result, "models")
    known = found["weights"].replace_strict(truth).to_numpy()
    known = (known - known.mean()) / known.std()
    assert np.corrcoef(found["ability"], known)[0, 1] > 0.98
    off = np.abs(found["ability"].to_numpy() - known) / found["std_error"].to_numpy()
    assert (off < 1.6449).mean() > 0.8


def test_conditions_hold_and_the_order_of_rows_changes_nothing(made):
    cells, _, models, result = made
    found = nested(result, "models")["ability"].to_numpy()
    assert abs(found.mean()) < 1e-9
    assert abs((found**2).mean() - 1) < 1e-9
    shuffled = cells.sample(fraction=1, shuffle=True, seed=4)
    assert_frame_equal(scale_cohorts(shuffled, models, NO_ANCHORS, 100, 3), result)


def test_two_models_fix_the_points(made):
    cells, _, models, result = made
    names = nested(result, "models").sort("ability")["weights"]
    anchors = pl.DataFrame(
        {"kind": ["model"] * 2, "name": [names[10], names[-10]], "points": [130.0, 150.0]}
    )
    points = nested(scale_cohorts(cells, models, anchors, 100, 3), "models")
    at = dict(points.select("weights", "points").iter_rows())
    assert at[names[10]] == pytest.approx(130)
    assert at[names[-10]] == pytest.approx(150)
    fixed = points.filter(pl.col("weights").is_in([names[10], names[-10]]))
    assert fixed["points_std_error"].max() < 1e-9


def test_predictions_are_of_what_has_no_score(made):
    cells, _, _, result = made
    predicted, used = nested(result, "predictions"), nested(result, "cells")
    key = ["weights", "benchmark_id"]
    assert predicted.join(used, on=key).is_empty()
    n = result.select("n_models", "n_benchmarks").row(0)
    assert predicted.height + used.height == n[0] * n[1]
    assert (predicted["low_pct"] <= predicted["predicted_pct"]).all()
    assert cells.height >= used.height


def test_a_benchmark_that_few_developers_ran_has_wider_intervals():
    cells, _ = made_up_cells()
    few = pl.col("developer").is_in(["developer 0", "developer 1"])
    scale = fit_scale(index_cells(cells.filter(few | (pl.col("benchmark_id") != "benchmark 00"))))
    zero = np.zeros(2, dtype=np.int64)
    found = predict_scores(scale, zero, np.array([0, 1]), zero + 0.25, zero + 400.0)
    # the sum of reciprocals: tails of the noise, and 4 of all benchmarks beside 2 or 8 developers
    np.testing.assert_allclose(1 / found.df, [1 / 6 + 1 / (4 + 2), 1 / 6 + 1 / (4 + 8)])
    own, common = np.diff([found.logit_quantile(level) for level in (0.05, 0.95)], axis=0)[0]
    assert own / np.sqrt(found.variance[0]) > common / np.sqrt(found.variance[1])


WINDOWS = windows(
    ("all", "2022-01-01", None, "2024-01-01"), ("2023 and 2024", "2023-01-01", "2024-12-31", None)
)
DEGENERATE = {
    "all right": pl.lit(1.0),
    "none right": pl.lit(0.0),
    "constant": pl.lit(0.5),
    "right or wrong": (pl.col("share") > 0.5).cast(pl.Float64),
    "the same on all benchmarks": pl.col("share").mean().over("weights"),
    "the same of all models": pl.col("share").mean().over("benchmark_id"),
    "below chance": pl.col("share") * 0.1,
}


def assert_finite(frame):
    """Check that no number in a frame, nested or not, is NaN or infinite."""
    json.dumps(frame.to_dicts(), default=str, allow_nan=False)


def of_time(result, models):
    """Return lags and breaks of what is scaled."""
    dated = nested(result, "models").join(models, on=["cohort_id", "weights"])
    return lag_cohorts(dated, WINDOWS, 20, 1), break_cohorts(dated, WINDOWS, 99, 1)


@pytest.mark.parametrize("kind", DEGENERATE)
def test_degenerate_scores_give_rows_without_nan(kind):
    cells, _ = made_up_cells(n_models=40, n_benchmarks=9, missing=0.1)
    cells = cells.with_columns(DEGENERATE[kind].alias("share"))
    models = made_up_models(cells)
    result = scale_cohorts(cells, models, NO_ANCHORS, 50, 3)
    assert result.height == 1
    assert_finite(result)
    if result["status"][0] == "ok":
        for frame in of_time(result, models):
            assert frame.height
            assert_finite(frame)


def test_models_of_one_developer_without_dates_have_abilities_and_no_history():
    cells, _ = made_up_cells(n_developers=1)
    unknown = {"released_on": pl.lit(None, pl.Date), "is_open_weights": pl.lit(None, pl.Boolean)}
    models = made_up_models(cells).with_columns(**unknown)
    result = scale_cohorts(cells, models, NO_ANCHORS, 50, 3)
    assert result["status"].to_list() == ["ok"]
    assert_finite(result)
    lags, breaks = of_time(result, models)
    assert lags["status"].to_list() == ["no open models"]
    assert set(breaks["status"]) == {"fewer than 8 records"}
    days = pl.DataFrame(schema={"cohort_id": pl.String, "taken_on": pl.Date})
    assert forecast_cohorts(cells, models, days, 2, 1).is_empty()


def test_too_little_or_too_much_is_a_status(monkeypatch):
    cells, _ = made_up_cells(n_models=40, n_benchmarks=9, missing=0.1)
    few = cells.filter(pl.col("benchmark_id") < "benchmark 05")
    for frame, reason in (
        (few, "connected benchmarks, fewer than"),
        (cells.filter(pl.col("weights") < "model 012"), "connected models, fewer than"),
        (cells.head(1), "0 connected benchmarks"),
    ):
        result = scale_cohorts(frame, made_up_models(frame), NO_ANCHORS, 50, 3)
        assert reason in result["status"][0]
        assert result["models"][0].is_empty()
    monkeypatch.setattr(cells_module, "MAXIMUM_MODELS", 35)
    assert "more than 35" in cannot_scale(connected_cells(cells))


def test_only_what_is_connected_is_on_one_scale():
    one, _ = made_up_cells(seed=1)
    other, _ = made_up_cells(n_models=20, seed=2)
    other = other.with_columns(
        pl.col("weights") + " of others", pl.col("benchmark_id") + " of others"
    )
    kept = connected_cells(pl.concat([one, other]))
    assert not kept["weights"].str.contains("others").any()
    assert cannot_scale(kept) is None


def test_failed_runs_are_among_models_that_are_less_able(made):
    cells, truth, models, _ = made
    able = max(truth, key=truth.get)
    own = cells.filter(pl.col("weights") == able)["benchmark_id"][0]
    is_it = (pl.col("weights") == able) & (pl.col("benchmark_id") == own)
    spoilt = cells.with_columns(
        pl.when(is_it).then(pl.col("chance")).otherwise(pl.col("share")).alias("share")
    )
    found = nested(scale_cohorts(spoilt, models, NO_ANCHORS, 50, 3), "cells")
    failed = found.filter(pl.col("is_failed_run")).select("weights", "benchmark_id").rows()
    assert (able, own) in failed
    # the tails keep it from pulling the model down
    assert found.filter(is_it)["weight"][0] < 0.5
