"""Rows of base families: what is asked of them, what is left out, what cannot be judged."""

import numpy as np
import polars as pl
import pytest
from curve_shapes import families, sigmoid, simulate

from analysis_py.statistics.emergence.shapes import fit_line
from analysis_py.statistics.emergence.verdicts import fit_emergence


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


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (families(np.arange(20.0), np.arange(20.0)), "fewer than 30 base families of known size"),
        (families(np.repeat(np.arange(6.0), 10), np.arange(60.0)), "fewer than 10 sizes"),
        (
            families(np.r_[np.zeros(91), np.arange(1.0, 10)], np.arange(100.0)),
            "nearly all base families share a size",
        ),
        (
            families(
                np.arange(40.0),
                np.full(40, np.nan),
                mean=pl.lit(None, pl.Float64),
                n_scored=0,
                n_evaluations=0,
            ),
            "no pretrained model",
        ),
        (families(np.arange(40.0) / 8, np.full(40, 3.0)), "all scores are equal"),
        (
            # nobody knows the chance level or the items that the scale would need
            families(
                np.arange(40.0), np.full(40, np.nan), mean=pl.lit(None, pl.Float64), n_scored=0
            ),
            "no score on this scale",
        ),
    ],
)
def test_what_cannot_be_judged_says_why(frame, reason):
    (row,) = fit_emergence(frame, 99, n_jobs=1).to_dicts()
    assert (row["status"], row["verdict"], row["forecasts"]) == (reason, None, [])


def test_few_sizes_and_perfect_curves_do_not_break_it():
    x = np.repeat(np.log([0.1, 0.2, 0.5, 1, 2, 4, 7, 13, 30, 70]), 4)
    for y in (fit_line(x, x).rise + 2 * x, 1.0 * (x > 1)):
        (row,) = fit_emergence(families(x, y), 99, n_jobs=1).to_dicts()
        assert row["status"] == "ok"
        assert np.isfinite(row["sharp_delta_bic"])
