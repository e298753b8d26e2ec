"""Tails of F and t against their definition in high precision, to a billion degrees of freedom."""

from itertools import product

import mpmath
import numpy as np
import pytest

from analysis_py.statistics.numerics.stirling import stirling_remainder
from analysis_py.statistics.numerics.tails import (
    from_log10,
    log10_f_sf,
    log10_t_sf_two_sided,
)

#: What log10 p may be off by, relatively.
TOLERANCE = 1e-12


def integrated_log10_sf(f, df_num, df_den):
    """Integrate the density of log F from log f on, with mpmath, which cannot underflow."""
    with mpmath.workdps(40):
        f, a, b = mpmath.mpf(f), mpmath.mpf(df_den) / 2, mpmath.mpf(df_num) / 2
        if f < 1:
            # the integral from the far side of the mode, which is at F = 1
            return mpmath.log10(1 - 10 ** integrated_log10_sf(1 / f, df_den, df_num))

        def log_density(u):
            return b * u - (a + b) * mpmath.log1p(b * mpmath.exp(u) / a)

        start = mpmath.log(f)
        at_start = log_density(start)
        width = 1 / (a * b * (f - 1) / (a + b * f) + mpmath.sqrt(a * b / (a + b)))
        breaks = [0, 1, 4, 12, 40, 120, 400]
        area = width * mpmath.quad(
            lambda v: mpmath.exp(log_density(start + v * width) - at_start), breaks
        )
        log_beta = mpmath.loggamma(a) + mpmath.loggamma(b) - mpmath.loggamma(a + b)
        log_p = b * mpmath.log(b / a) - log_beta + at_start + mpmath.log(area)
        return log_p / mpmath.log(10)


def random_cases(n):
    """Draw F and degrees of freedom: half of the F anywhere, half near the middle."""
    rng = np.random.default_rng(71_690)
    for i in range(n):
        df_num, df_den = 10 ** rng.uniform(0, 9, 2)
        if i % 3:
            df_num, df_den = max(np.round(df_num ** (1 / 3)), 1.0), np.round(df_den)
        spread = np.sqrt(2 / df_num + 2 / df_den)
        f = 10 ** rng.uniform(-1, 6) if i % 2 else 1 + rng.uniform(0, 8) * spread
        yield float(f), float(df_num), float(df_den)


@pytest.mark.long
def test_f_tail_is_the_integral_of_its_density():
    for case in random_cases(120):
        assert log10_f_sf(*case) == pytest.approx(
            float(integrated_log10_sf(*case)), rel=TOLERANCE
        ), case


@pytest.mark.parametrize(
    ("f", "df_den"),
    [
        *product([5.6e-11, 7.5e-5, 0.3], [4.3, 4185.0, 1e6]),
        # correlations of many rows: p is down to 1e-15910, where series of the beta function stop
        *((r**2 * df / (1 - r**2), df) for df in (71_688, 7_168_998) for r in (0.01, 0.8, 0.999)),
    ],
)
def test_p_values_near_one_and_far_from_it_have_digits_too(f, df_den):
    expected = float(integrated_log10_sf(f, 1, df_den))
    assert log10_f_sf(f, 1, df_den) == pytest.approx(expected, rel=TOLERANCE)
    assert log10_t_sf_two_sided(np.sqrt(f), df_den) == pytest.approx(expected, rel=TOLERANCE)


def test_ends_of_the_scale():
    assert log10_f_sf(0.0, 3, 10) == 0.0
    assert log10_f_sf(np.inf, 3, 10) == -np.inf
    assert np.isnan(log10_f_sf(np.nan, 3, 10))
    # like f^(-3/2), with no double for f^2
    far = log10_f_sf(1e240, 1, 3) - log10_f_sf(1e241, 1, 3)
    assert far == pytest.approx(1.5, abs=1e-9)
    assert log10_t_sf_two_sided(1e200, 3) == -np.inf
    assert from_log10(-400.0) == 0.0 < from_log10(-300.0)


@pytest.mark.parametrize(
    "arguments", [(-1.0, 3, 10), (2.0, 0, 10), (2.0, 3, -1), (2.0, 3, np.inf), (2.0, np.nan, 3)]
)
def test_refuses_what_has_no_meaning(arguments):
    with pytest.raises(ValueError, match="needs F >= 0 and finite degrees of freedom"):
        log10_f_sf(*arguments)


def test_what_stirlings_formula_leaves():
    z = np.concatenate([np.geomspace(0.05, 1e9, 60), [11.999, 12.0]])
    with mpmath.workdps(40):
        exact = [
            mpmath.loggamma(x) - ((x - 0.5) * mpmath.log(x) - x + mpmath.log(2 * mpmath.pi) / 2)
            for x in map(mpmath.mpf, z.tolist())
        ]
        errors = [float(e - ours) for e, ours in zip(exact, stirling_remainder(z), strict=True)]
    assert np.abs(errors).max() < 1e-14
