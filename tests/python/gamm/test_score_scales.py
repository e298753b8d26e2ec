"""Scales of the score: transformations, and conclusions that must or must not depend on them."""

import numpy as np
import polars as pl
import pytest
from sql_models import run_macro

from analysis_py.statistics.gamm.engine import fit_gamm, partial_effect
from analysis_py.statistics.gamm.score_scales import fit_scale, fit_score_scales, growth
from analysis_py.statistics.gamm.transformations import SCORE_SCALES, chance_corrected, on_scale

KEY = {"cohort_id": "c", "benchmark_id": "arc"}


def rows(n=400, seed=1, curve=lambda x: 40 + 5 * x, noise=3.0):
    rng = np.random.default_rng(seed)
    sizes = np.log(np.array([0.1, 0.3, 0.7, 1.1, 1.4, 2.8, 3, 6.7, 7, 13, 30, 34, 65, 70]))
    x = sizes[rng.integers(0, sizes.size, n)]
    group = rng.integers(0, 6, n)
    score = curve(x) + rng.normal(0, 1, 6)[group] + rng.normal(0, noise, n)
    return pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "arc",
            "score_pct": np.clip(score, 0, 100),
            "log_parameters_b": x,
            "architecture": [f"A{i}" for i in group],
            "n_items": 1000,
            "chance_pct": 25.0,
        }
    )


def test_transformations():
    score = np.array([0.0, 25.0, 50.0, 100.0])
    logit = on_scale(score, "logit", 100, 25.0)
    assert np.isfinite(logit).all()
    assert logit[2] == 0
    assert logit[0] == pytest.approx(np.log(0.5 / 100.5))
    assert logit[3] == pytest.approx(-logit[0])
    assert on_scale(score, "chance_corrected", 100, 25.0) == pytest.approx([-1 / 3, 0, 1 / 3, 1])
    log = on_scale(score, "log", 100, 25.0)
    assert np.isnan(log[0])
    assert log[1:] == pytest.approx(np.log(score[1:]))
    assert np.isnan(on_scale(score, "raw_nonzero", 100, 25.0)).tolist() == [True] + [False] * 3
    with pytest.raises(ValueError, match="probit"):
        on_scale(score, "probit", 100, 25.0)


SCORES = pl.DataFrame({"score_pct": [0.0, 12.5, 25.0, 31.7, 50.0, 99.9, 100.0]}).with_columns(
    chance_pct=25.0, n_items=pl.lit(1172, pl.Int32)
)


@pytest.mark.parametrize(
    ("score_scale", "call"),
    [
        ("chance_corrected", "chance_corrected('score_pct', 'chance_pct')"),
        ("log", "log_of_score('score_pct')"),
        ("logit", "logit_of_score('score_pct', 'n_items')"),
    ],
)
def test_python_and_sql_have_one_formula_for_a_scale(score_scale, call):
    ours = on_scale(SCORES["score_pct"].to_numpy(), score_scale, 1172, 25.0)
    theirs = run_macro(call, SCORES).cast(pl.Float64).fill_null(np.nan).to_numpy()
    np.testing.assert_allclose(theirs, ours, rtol=1e-13, atol=1e-13)


def test_a_score_below_chance_is_below_0_where_nothing_says_that_it_ends_there():
    corrected = chance_corrected(SCORES["score_pct"].to_numpy(), 25.0)
    assert corrected[0] == pytest.approx(-1 / 3)
    above = run_macro("above_chance('score_pct', 'chance_pct')", SCORES).to_numpy()
    assert above[:3].tolist() == [0, 0, 0]
    np.testing.assert_array_equal(above[3:], corrected[3:])
    unknown = SCORES.with_columns(chance_pct=pl.lit(None, pl.Float64))
    for macro in ("chance_corrected", "above_chance"):
        found = run_macro(f"{macro}('score_pct', 'chance_pct')", unknown)
        assert found.null_count() == SCORES.height, "what nobody knows is not 0"


def test_chance_correction_is_the_raw_fit_in_other_units():
    """It is filled in without a fit of its own, so fit it here."""
    table = fit_score_scales(rows(), 0.95, seed=1, n_jobs=1)
    assert table["score_scale"].to_list() == list(SCORE_SCALES)
    filled = table.row(by_predicate=pl.col("score_scale") == "chance_corrected", named=True)
    fitted = fit_scale(rows(), KEY, "chance_corrected", 0.95, 1)
    assert filled["formula"] == fitted.formula
    for name in ("edf", "p_value", "deviance_explained", "growth_overall", "growth_beyond_13b"):
        assert filled[name] == pytest.approx(getattr(fitted, name), rel=1e-4), name
    assert filled["n_rises"] == fitted.n_rises


def test_what_nobody_knows_of_a_benchmark_is_a_status():
    unknown = rows().with_columns(
        n_items=pl.lit(None, pl.Int32), chance_pct=pl.lit(None, pl.Float64)
    )
    table = fit_score_scales(unknown, 0.95, seed=1, n_jobs=1)
    statuses = dict(table.select("score_scale", "status").iter_rows())
    assert statuses == {
        "log": "ok",
        "logit": "number of items unknown",
        "chance_corrected": "no chance level",
        "raw": "ok",
        "raw_nonzero": "ok",
    }
    without = table.filter(pl.col("score_scale").is_in(["logit", "chance_corrected"]))
    assert without["n_obs"].to_list() == [0, 0]
    assert without["n_dropped"].to_list() == [unknown.height] * 2
    assert without["formula"].str.starts_with(without["score_scale"] + "_arc ~").all()
    known = fit_score_scales(rows(), 0.95, seed=1, n_jobs=1)
    fitted = pl.col("score_scale").is_in(["log", "raw", "raw_nonzero"])
    assert table.filter(fitted).equals(known.filter(fitted))


def test_growth_is_a_difference_of_the_curve():
    frame = rows(curve=lambda x: 40 + 4 * np.sin(x))
    fit = fit_gamm(frame, 'score_pct ~ s(log_parameters_b) + s(architecture, bs="re")')
    low, high = np.log(13), np.log(70)
    curve = partial_effect(fit, "s(log_parameters_b)", np.array([low, high]))["estimate"]
    change = growth(fit, low, high)
    assert change.estimate == pytest.approx(curve[1] - curve[0], rel=1e-10)
    assert growth(fit, high, low).estimate == pytest.approx(-change.estimate)
    assert growth(fit, high, low).std_error == pytest.approx(change.std_error)


def test_a_dip_is_seen_and_a_hump_is_none():
    """A fall and then a rise is a dip; a rise and then a fall is not."""
    found = {
        name: fit_scale(rows(curve=curve), KEY, "raw", 0.95, 1)
        for name, curve in {
            "dip": lambda x: 40 + 3 * (x - 1) ** 2,
            "hump": lambda x: 60 - 3 * (x - 1) ** 2,
        }.items()
    }
    assert found["dip"].has_dip
    assert (found["dip"].direction_low, found["dip"].direction_high) == ("falls", "rises")
    assert not found["hump"].has_dip
    assert found["hump"].n_falls == 1


def test_a_curve_is_linear_on_its_own_scale_only():
    """Exponential growth: a straight line in logs, and bent in percent."""
    frame = rows(curve=lambda x: np.exp(1.5 + 0.5 * x), noise=0.0)
    noise = np.exp(np.random.default_rng(2).normal(0, 0.1, frame.height))
    mean = np.exp(1.5 + 0.5 * frame["log_parameters_b"].to_numpy())
    frame = frame.with_columns(pl.Series("score_pct", mean * noise))
    assert fit_scale(frame, KEY, "log", 0.95, 1).edf < 1.5
    assert fit_scale(frame, KEY, "raw", 0.95, 1).edf > 3


def test_zeros_are_lost_to_the_log_only():
    frame = rows().with_columns(
        pl.when(pl.int_range(pl.len()) < 30).then(0.0).otherwise("score_pct").alias("score_pct")
    )
    table = fit_score_scales(frame, 0.95, seed=1, n_jobs=1)
    lost = dict(table.select("score_scale", "n_dropped_zero").iter_rows())
    assert lost == {"log": 30, "logit": 0, "chance_corrected": 0, "raw": 0, "raw_nonzero": 30}
    assert (table["n_obs"] + table["n_dropped"] == frame.height).all()
    n = dict(table.select("score_scale", "edf").iter_rows())
    assert n["raw"] != n["raw_nonzero"]


def test_rises_and_falls_are_those_of_the_band_that_was_asked_for():
    """A shallow fall, which a band of 50 % sees and one of 99.9 % does not."""
    frame = rows(n=150, seed=2, curve=lambda x: 50 - 0.4 * x, noise=4.0)
    strict, lax = (fit_scale(frame, KEY, "raw", level, 1) for level in (0.999, 0.5))
    assert (strict.direction_low, strict.n_falls) == ("flat", 0)
    assert (lax.direction_low, lax.n_falls) == ("falls", 1)
    assert strict.growth_overall == lax.growth_overall


def test_small_cohorts_say_so():
    table = fit_score_scales(rows(n=8), 0.95, seed=1, n_jobs=1)
    assert table["edf"].null_count() == len(SCORE_SCALES)
    assert (table["status"] != "ok").all()


def test_the_log_scale_is_the_warehouse_s_size_gamm(warehouse):
    """The same rows and formula as stat_gamm_terms."""
    found = warehouse.sql("""
        select scales.edf, terms.edf as edf_gamm, scales.p_value, terms.p_value as p_gamm
        from statistics.stat_score_scales as scales
        join statistics.stat_gamm_terms as terms
            on scales.cohort_id = terms.cohort_id and scales.benchmark_id = terms.benchmark_id
            and terms.gamm = 'size' and terms.engine = 'reml' and terms.term = 's(log_parameters_b)'
        where scales.score_scale = 'log'
    """).pl()
    fitted = warehouse.sql(
        "select count(*) from statistics.stat_score_scales "
        "where score_scale = 'log' and status = 'ok'"
    ).fetchall()
    assert [(found.height,)] == fitted
    assert found.height > 0
    np.testing.assert_allclose(found["edf"], found["edf_gamm"], rtol=1e-3)


def test_lost_rows_add_up(warehouse):
    """Kept and lost rows are all rows, and the fit on the log scale uses the kept ones."""
    found = warehouse.sql("""
        select sum(rows.n_obs) as n_rows, max(scales.n_obs + scales.n_dropped) as n_scores,
            max(rows.n_obs) filter (where row_group = 'kept') as kept,
            max(scales.n_obs) as used, max(scales.n_dropped_zero) as zeros,
            max(rows.n_obs) filter (where row_group = 'log_of_zero') as lost
        from statistics.stat_lost_rows as rows
        join statistics.stat_score_scales as scales
            on rows.cohort_id = scales.cohort_id and rows.benchmark_id = scales.benchmark_id
            and scales.score_scale = 'log'
        group by rows.cohort_id, rows.benchmark_id
    """).pl()
    asked = warehouse.sql(
        "select count(*) from statistics.stat_score_scales where score_scale = 'log'"
    ).fetchall()
    assert [(found.height,)] == asked
    assert found.height > 0
    for a, b in (("n_rows", "n_scores"), ("kept", "used"), ("lost", "zeros")):
        assert (found[a] == found[b]).all(), a
