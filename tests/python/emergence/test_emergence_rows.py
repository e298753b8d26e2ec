"""Rows of base families and their verdicts: what is asked, left out and decided."""

import numpy as np
import polars as pl
import pytest
from curve_shapes import families, flat, hump, leap, line, sigmoid, simulate, step

from analysis_py.statistics.emergence.shapes import fit_line
from analysis_py.statistics.emergence.verdicts import decide_verdict, fit_emergence, judge


def test_a_claim_is_asked_at_its_own_cut():
    x, y = simulate(sigmoid, 7)
    (row,) = fit_emergence(families(x, y), 99, claimed_cuts_b=[6.65, 900.0], n_jobs=1).to_dicts()
    (before,) = fit_emergence(families(x, y), 99, n_jobs=1).to_dicts()
    *others, own, beyond = row["forecasts"]
    assert row | {"forecasts": others} == before
    assert (own["cut"], own["cut_b"]) == ("claim", pytest.approx(6.65, rel=1e-12))
    assert own["n_within"] == (np.exp(x) <= 6.65).sum()
    assert own["n_within"] + own["n_beyond"] == len(x)
    assert (beyond["error_ratio"], beyond["status"]) == (None, "fewer than 5 rows beyond the cut")


def test_rows_without_a_size_or_a_score_are_counted():
    x, y = simulate(sigmoid, 7)
    first = pl.col("base_family") < "family 010"
    last = pl.col("base_family") > "family 117"
    frame = families(
        x,
        y,
        parameters_b=pl.when(first).then(None).otherwise(pl.lit(np.exp(x))),
        mean=pl.when(last).then(None).otherwise(pl.lit(y)),
        n_scored=pl.when(last).then(0).otherwise(3),
    )
    (row,) = fit_emergence(frame, 99, n_jobs=1).to_dicts()
    assert row["status"] == "ok"
    assert (row["n_obs"], row["n_evaluations"], row["n_dropped"]) == (108, 324, 36)
    assert fit_emergence(frame.reverse(), 99, n_jobs=1).to_dicts() == [row]


NO_SCORE = {"mean": pl.lit(None, pl.Float64), "n_scored": 0}
MANY = np.arange(40.0)


@pytest.mark.parametrize(
    ("x", "y", "columns", "reason"),
    [
        (np.arange(20.0), np.arange(20.0), {}, "fewer than 30 base families of known size"),
        (np.repeat(np.arange(6.0), 10), np.arange(60.0), {}, "fewer than 10 sizes"),
        (np.r_[np.zeros(91), 1:10], np.arange(100.0), {}, "nearly all base families share a size"),
        (MANY, MANY, NO_SCORE | {"n_evaluations": 0}, "no pretrained model"),
        (MANY / 8, np.full(40, 3.0), {}, "all scores are equal"),
        # nobody knows the chance level or the items that the scale would need
        (MANY, MANY, NO_SCORE, "no score on this scale"),
    ],
)
def test_what_cannot_be_judged_says_why(x, y, columns, reason):
    (row,) = fit_emergence(families(x, y, **columns), 99, n_jobs=1).to_dicts()
    assert (row["status"], row["verdict"], row["forecasts"]) == (reason, None, [])


def test_few_sizes_and_perfect_curves_do_not_break_it():
    x = np.repeat(np.log([0.1, 0.2, 0.5, 1, 2, 4, 7, 13, 30, 70]), 4)
    for y in (fit_line(x, x).rise + 2 * x, 1.0 * (x > 1)):
        (row,) = fit_emergence(families(x, y), 99, n_jobs=1).to_dicts()
        assert row["status"] == "ok"
        assert np.isfinite(row["sharp_delta_bic"])


@pytest.mark.simulation
@pytest.mark.parametrize(
    ("shape", "expected", "least"),
    [
        (leap, "emergent", 36),
        (step, "emergent", 22),
        (line, "gradual", 36),
        (sigmoid, "gradual", 36),
        (flat, "flat", 34),
        (hump, "not monotone", 36),
    ],
)
def test_known_curves_get_their_verdict(shape, expected, least):
    """Of 40 data sets; no other shape than a step is ever called emergent more than twice.

    A jump of three residual deviations is often within reach of a sigmoid over a factor of 2.5 in
    size, so only some are found; of five, nearly all.
    """
    found = [judge(*simulate(shape, seed), 199, 0.6, 0.95, [1, seed]).verdict for seed in range(40)]
    assert found.count(expected) >= least
    if shape not in (leap, step):
        assert found.count("emergent") <= 2


def test_the_order_of_the_rules():
    def decide(best="step", sharp=5.0, jumps=True, p_fall=0.5, slope=1.0):
        return decide_verdict(best, sharp, jumps, p_fall, slope, 0.05)

    assert decide() == "emergent"
    assert decide(p_fall=0.001) == "emergent"
    assert decide(best="flat") == "flat"
    assert decide(jumps=False) == "inconclusive"
    assert decide(sharp=1.9) == "inconclusive"
    assert decide(sharp=-1.9) == "inconclusive"
    assert decide(sharp=-2.0) == "gradual"
    assert decide(sharp=-2.0, slope=-1.0) == "inconclusive"
    assert decide(sharp=-2.0, p_fall=0.04) == "not monotone"
    assert decide(jumps=False, p_fall=0.04) == "not monotone"


def test_a_jump_down_does_not_emerge():
    for seed in range(5):
        x, y = simulate(lambda x: -step(x), seed)
        assert judge(x, y, 99, 0.6, 0.95, [1]).verdict == "not monotone"


def test_every_benchmark_has_all_scales_and_cuts(warehouse):
    (scales,) = warehouse.sql(
        "select distinct count(*) from statistics.stat_emergence "
        "anti join 'seeds/boards/narrow_benchmarks.csv' using (benchmark_id) "
        "group by cohort_id, benchmark_id"
    ).fetchall()
    (cuts,) = warehouse.sql(
        "select distinct count(distinct cut) from statistics.stat_emergence "
        "join statistics.stat_emergence_forecasts using (cohort_id, benchmark_id, score_scale) "
        "where stat_emergence.status = 'ok' group by cohort_id, benchmark_id, score_scale"
    ).fetchall()
    assert (scales, cuts) == ((4,), (3,))
