"""The studentized range of many arguments at once: interpolated, and no less exact for it."""

import numpy as np
import pytest
from scipy import stats

from analysis_py.statistics.numerics import studentized_range
from analysis_py.statistics.numerics.studentized_range import critical_value, log_sf

RNG = np.random.default_rng(1983)
Q = np.exp(RNG.uniform(np.log(0.05), np.log(90), 400))
K = RNG.integers(2, 12, 400)
DF = np.exp(RNG.uniform(0, np.log(8000), 400))


@pytest.mark.parametrize("k", [2, 3, 6, 11, 60])
def test_interpolated_tail_is_the_integrated_one(k):
    """Also across the edge beyond which a single pair decides."""
    w = np.concatenate([RNG.uniform(0, 40, 500), np.linspace(23.9, 24.1, 21)])
    integrated = studentized_range.log_range_sf(w, k)
    interpolated, _ = studentized_range._interpolated_range_tail(w, k)
    assert np.abs(interpolated - integrated).max() < 1e-12


def test_slope_of_the_interpolated_tail():
    w, step = np.array([0.3, 2.0, 9.0, 23.0, 30.0]), 1e-5
    _, slope = studentized_range._interpolated_range_tail(w, 5)
    above, below = (
        studentized_range._interpolated_range_tail(w * np.exp(sign * step), 5)[0]
        for sign in (1, -1)
    )
    assert slope == pytest.approx((above - below) / (2 * step), rel=1e-6)


def test_many_at_once_are_each_alone():
    together = log_sf(Q, K, DF)
    alone = [float(log_sf(q, k, df)) for q, k, df in zip(Q, K, DF, strict=True)]
    assert together.tolist() == alone
    quantiles = critical_value(0.95, K[:40], DF[:40])
    alone = [critical_value(0.95, k, df) for k, df in zip(K[:40], DF[:40], strict=True)]
    assert quantiles == pytest.approx(alone, rel=1e-12)


def test_fewer_points_lose_nothing(monkeypatch):
    """The number of points of the outer integral, against four times as many."""
    usual = log_sf(Q, K, DF)
    needed = studentized_range._scales_needed
    monkeypatch.setattr(studentized_range, "_scales_needed", lambda df: 4 * needed(df))
    assert np.abs(usual - log_sf(Q, K, DF)).max() < 1e-11


def test_critical_values_are_inverse_for_every_pair_of_arguments():
    quantiles = critical_value(0.95, K, DF)
    assert log_sf(quantiles, K, DF) == pytest.approx(np.log(0.05), abs=1e-11)


@pytest.mark.parametrize(("k", "df"), [(4, 1.0), (6, 1.7), (11, 2.5), (3, 17.3)])
def test_few_and_broken_degrees_of_freedom(k, df):
    """What Games–Howell pairs of tiny groups have."""
    q = np.array([0.5, 3.0, 8.0])
    expected = stats.studentized_range.sf(q, k, df)
    assert np.exp(log_sf(q, k, df)) == pytest.approx(expected, abs=1e-8)


def test_arguments_broadcast():
    assert log_sf(np.ones((2, 1)), 3, np.array([5.0, 9.0, 30.0])).shape == (2, 3)
    assert isinstance(critical_value(0.95, 3, 10), float)
    assert critical_value(0.95, 3, [10, 20]).shape == (2,)
    with pytest.raises(ValueError, match="needs k >= 2"):
        log_sf([1.0, 2.0], [3, 1], 5.0)
