"""Intervals of abilities cover, by a cohort's own simulation, or are not published."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from made_up_scores import (
    NO_ANCHORS,
    made_up_cells,
    made_up_families,
    made_up_models,
    nested,
    windows,
)
from polars.testing import assert_frame_equal

from analysis_py.statistics.ability import bootstrap
from analysis_py.statistics.ability.abilities import scale_cohorts
from analysis_py.statistics.ability.calibration import Calibration
from analysis_py.statistics.ability.cells import index_cells
from analysis_py.statistics.ability.frontier import lag_cohorts
from analysis_py.statistics.ability.rows import OF_ERRORS
from analysis_py.statistics.ability.scale import fit_scale
from analysis_py.statistics.ability.simulation import (
    Simulated,
    corrected_parameters,
    simulate,
    simulate_cells,
)


def test_a_family_that_leaves_the_scale_takes_no_cover_from_the_others():
    # where abilities were pooled by developer, 69 % were covered, and 48 % of the most able
    covered, of_top = [], []
    for seed in range(4):
        cells, ability = made_up_families(seed)
        found = nested(scale_cohorts(cells, made_up_models(cells), NO_ANCHORS, 50, 3), "models")
        found = found.sort("weights")
        off = np.abs(found["ability"].to_numpy() - ability) / found["std_error"].to_numpy()
        covered.append((off < 1.645).mean())
        of_top.append((off[np.argsort(-ability)[:25]] < 1.645).mean())
    assert np.mean(covered) > 0.85
    assert np.mean(of_top) > 0.8


@pytest.fixture(scope="module")
def without_intervals():
    """Return scores that say nothing of models, whose errors are too large, and their scale."""
    cells, _ = made_up_cells(n_models=40, n_benchmarks=9, missing=0.1)
    cells = cells.with_columns(pl.col("share").mean().over("benchmark_id"))
    with pytest.MonkeyPatch.context() as patch:
        # their factor is from 1.6 to 1.8
        patch.setattr(bootstrap, "MOST_ERROR_FACTOR", 1.5)
        return cells, scale_cohorts(cells, made_up_models(cells), NO_ANCHORS, 50, 3)


def test_where_intervals_do_not_cover_points_and_ranks_are_all_there_is(without_intervals):
    cells, result = without_intervals
    assert "more than 1.5" in result["status"][0]
    assert result["interval_coverage"].null_count() == 0
    found = nested(result, "models")
    assert found.height == 40
    assert found["points"].null_count() == 0 == found["ability_rank"].null_count()
    assert {found[name].null_count() for name in OF_ERRORS} == {40}
    assert nested(result, "pairs").drop_nulls().is_empty()
    dated = found.join(made_up_models(cells), on=["cohort_id", "weights"])
    (lag,) = lag_cohorts(dated, windows(), 20, 1).iter_rows(named=True)
    assert (lag["status"], lag["lag_low"]) == ("intervals of abilities do not cover", None)


def test_too_few_samples_that_converge_are_a_status(without_intervals, monkeypatch):
    cells, _ = without_intervals
    monkeypatch.setattr(bootstrap, "LEAST_CONVERGED", 1.0)
    result = scale_cohorts(cells, made_up_models(cells), NO_ANCHORS, 50, 3)
    assert result["status"].to_list() == ["fewer than 100% of simulated samples converge"]
    assert result.select("interval_coverage", "error_factor").row(0) == (None, None)
    found = nested(result, "models")
    assert found["points_low"].null_count() == found.height > found["points"].null_count()


def test_a_model_whose_developer_nobody_names_has_an_interval():
    # without pairs of a developer its share of the noise ran to the limit, by rounding
    cells, _ = made_up_cells(n_models=30, n_benchmarks=6, missing=0.0)
    cells = cells.with_columns(("unknown " + pl.col("weights")).alias("developer"))
    result = scale_cohorts(cells, made_up_models(cells), NO_ANCHORS, 50, 3)
    assert result["status"].to_list() == ["ok"]
    assert result["developer_share"][0] < 0.1


def test_a_cohort_calibrates_alike_whatever_is_beside_it():
    cells, _ = made_up_cells(n_models=32, n_benchmarks=7, missing=0.1)
    other = cells.with_columns(pl.lit("other").alias("cohort_id"))
    models = made_up_models(cells)
    of_both = pl.concat([models.with_columns(pl.lit("other").alias("cohort_id")), models])
    alone = scale_cohorts(cells, models, NO_ANCHORS, 50, 3)
    beside = scale_cohorts(pl.concat([other, cells]), of_both, NO_ANCHORS, 50, 3)
    assert_frame_equal(beside.filter(pl.col("cohort_id") == "made_up"), alone)
    # each cohort has samples of its own
    first = nested(beside, "models").group_by("cohort_id").agg(pl.first("std_error"))
    assert first["std_error"].n_unique() == 2


def fitted_noise(scale, truth, seed):
    """Return the mean logarithm of the noise that samples of a truth fit, less the data's."""
    made = simulate(scale.cells, [truth] * 30, np.random.default_rng(seed).spawn(30))
    fitted = np.log([one.scale.parameters.extra for one in made]).mean(axis=0)
    n_cells = np.bincount(scale.cells.benchmark)
    return np.average(fitted - np.log(scale.parameters.extra), weights=n_cells)


@pytest.mark.simulation
def test_samples_of_a_calibrated_fit_have_as_much_noise_as_the_data():
    scale = fit_scale(index_cells(made_up_cells(n_models=90, missing=0.2)[0]))
    calibration = bootstrap.calibrate_cohort(scale, np.random.default_rng(1)).calibration
    assert calibration.noise > 1.1
    # the scale of a t distribution is taken for its standard deviation
    assert fitted_noise(scale, scale.parameters, 2) < -0.1
    assert abs(fitted_noise(scale, corrected_parameters(scale, calibration), 2)) < 0.05


def test_truths_that_are_near_have_near_samples_by_the_same_random_numbers():
    scale = fit_scale(index_cells(made_up_cells()[0]))
    truth = scale.parameters
    moved = replace(truth, ability=truth.ability + 0.02)
    one, near, other = (
        simulate_cells(scale.cells, each, np.random.default_rng(seed)).share
        for each, seed in ((truth, 1), (moved, 1), (truth, 2))
    )
    assert np.corrcoef(one - scale.cells.share, near - scale.cells.share)[0, 1] > 0.99
    assert np.corrcoef(one - scale.cells.share, other - scale.cells.share)[0, 1] < 0.7


def test_an_error_does_not_jump_where_the_correction_ends():
    nodes = np.linspace(-1, 1, 21)
    calibration = Calibration(nodes, 0.6 * nodes, np.ones(21))
    at = np.linspace(0.5, 1.5, 101)
    stretch = calibration.stretch(at)
    assert (np.diff(stretch) >= -1e-9).all()
    np.testing.assert_allclose(stretch[[0, -1]], [0.6, 1])
    assert np.diff(stretch).max() < 0.03


def samples(bias):
    """Return samples whose fitted abilities are off by a function of themselves."""
    scale = fit_scale(index_cells(made_up_cells()[0]))
    fitted = scale.parameters.ability
    return [Simulated(fitted - bias(fitted), scale, np.zeros((0, 2), dtype=int))] * 3


def test_a_bias_along_the_scale_is_taken_away():
    made = samples(lambda x: 0.1 + 0.05 * x - 0.03 * x**2 + 0.02 * x**3)
    found = bootstrap._fit_bias(made)
    fitted, true = made[0].scale.parameters.ability, made[0].truth
    within = (fitted > found.fitted[0]) & (fitted < found.fitted[-1])
    np.testing.assert_allclose(found.correct(fitted[within]), true[within], atol=0.01)
    at, step = np.linspace(-1, 1, 7) + 1e-3, 1e-4
    grown = (found.correct(at + step) - found.correct(at - step)) / (2 * step)
    np.testing.assert_allclose(found.stretch(at), grown, atol=0.02)
    # a steep one leaves the order, and beyond the nodes it is that at their ends
    found, at = bootstrap._fit_bias(samples(lambda x: 1.8 * x)), np.linspace(-4, 4, 101)
    assert (np.diff(found.correct(at)) >= 0.49 * np.diff(at)).all()
    np.testing.assert_allclose(np.diff(found.correct(np.array([5.0, 6.0]))), 1)
    np.testing.assert_allclose(found.stretch(np.array([5.0, -5.0])), 1)
