"""The studentized range against R, scipy, and an independent integration in high precision."""

from itertools import product

import mpmath
import numpy as np
import pytest
from high_precision import integrated_log10_sf
from scipy import optimize, stats

from analysis_py.statistics.numerics.studentized_range import critical_value, log_range_sf, log_sf


def summed_log_sf(q, k, df):
    """Sum the definition with mpmath at equal distances, where no double reaches.

    Both integrands are analytic and vanish at both ends, where such sums converge geometrically.
    """
    with mpmath.workdps(25):
        half, q, df = mpmath.mpf(df) / 2, mpmath.mpf(q), mpmath.mpf(df)
        log_constant = mpmath.log(2) + half * mpmath.log(half) - mpmath.loggamma(half)

        def range_sf(w):
            total = 0
            for i in range(-64, 65):
                z = w / 2 + mpmath.mpf(i) / 8
                upper = mpmath.ncdf(z)
                others = mpmath.expm1((k - 1) * mpmath.log1p(-mpmath.ncdf(z - w) / upper))
                total -= mpmath.npdf(z) * upper ** (k - 1) * others
            return k * total / 8

        def term(i):
            u = mode + i * step
            density = mpmath.exp(log_constant + 2 * half * u - half * mpmath.exp(2 * u))
            return density * range_sf(q * mpmath.exp(u))

        mode = mpmath.log(df / (df + q**2 / 2)) / 2
        step = 1 / (3 * mpmath.sqrt(2 * df))
        total = term(0)
        for direction in (-1, 1):
            i, last, here = 0, mpmath.mpf(0), term(0)
            while here > last or here > total * mpmath.mpf(10) ** -16:
                i += direction
                last, here = here, term(i)
                total += here
        return float(mpmath.log(total * step))


@pytest.mark.parametrize(
    ("k", "df"),
    [
        *product([2, 3, 6, 11, 40], [1, 4, 30, 1195, 7000]),
        # Games–Howell pairs of tiny groups
        *[(4, 1.0), (6, 1.7), (11, 2.5), (3, 17.3)],
    ],
)
def test_matches_scipy(k, df):
    q = np.array([0.01, 0.5, 2.0, 3.0, 3.5, 5.0, 8.0])
    assert np.exp(log_sf(q, k, df)) == pytest.approx(stats.studentized_range.sf(q, k, df), abs=1e-9)


@pytest.mark.parametrize(
    ("q", "k", "df"),
    [(20.0, 4, 40), (6.0, 60, 40), (25.0, 5, 7e4), (500.0, 4, 1e6), (4.0, 11, 1e9)],
)
@pytest.mark.long
def test_matches_a_sum_in_high_precision(q, k, df):
    """Also with p = 1e-25578, and with the density of a billion degrees of freedom."""
    expected = summed_log_sf(q, k, df)
    assert float(log_sf(q, k, df)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("df", [1, 2.5, 30, 71_687, 1e6, 1e9])
def test_two_groups_are_f(df):
    """With two groups half of q squared is F, to any number of degrees of freedom."""
    q = np.geomspace(1e-3, 1e6, 19)
    expected = [float(integrated_log10_sf(v**2 / 2, 1, df)) * np.log(10) for v in q]
    assert log_sf(q, 2, df) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("k", [2, 3, 11, 60])
def test_critical_values_settle_and_fall_with_the_degrees_of_freedom(k):
    """At 71,690 rows the steps of the iteration used to stay above what counted as settled."""
    df = np.geomspace(10, 1e9, 161)
    q = critical_value(0.95, k, df)
    assert (np.diff(q) < 0).all()
    assert log_sf(q, k, df) == pytest.approx(np.log1p(-0.95), abs=1e-11)
    # between the range of a known variance and its first correction, of the order 1 / df
    limit = optimize.brentq(lambda w: log_range_sf(np.array([w]), k)[0] - np.log1p(-0.95), 1, 9)
    assert (q > limit).all()
    assert q[-1] == pytest.approx(limit, rel=1e-8)
