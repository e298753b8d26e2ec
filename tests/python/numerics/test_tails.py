"""Tails of F and t against their definition, and what Stirling's formula leaves."""

import mpmath
import numpy as np
import pytest
from high_precision import integrated_log10_sf

from analysis_py.statistics.numerics.stirling import stirling_remainder
from analysis_py.statistics.numerics.tails import f_sf, t_sf, t_sf_two_sided

#: What a p-value may be off by, relatively: a million degrees of freedom multiply one rounding.
TOLERANCE = 1e-10


def random_cases(n):
    """Draw F and degrees of freedom: half of the F anywhere, half near the middle."""
    rng = np.random.default_rng(71_690)
    for i in range(n):
        df_num, df_den = np.round(10 ** rng.uniform(0, [2, 6]))
        spread = np.sqrt(2 / df_num + 2 / df_den)
        f = 10 ** rng.uniform(-1, 4) if i % 2 else 1 + rng.uniform(0, 8) * spread
        yield float(f), float(df_num), float(df_den)


@pytest.mark.long
def test_f_tail_is_the_integral_of_its_density():
    n_small = 0
    for case in random_cases(120):
        log10_p = float(integrated_log10_sf(*case))
        if log10_p > -300:
            assert f_sf(*case) == pytest.approx(10**log10_p, rel=TOLERANCE), case
        else:
            assert f_sf(*case) < 1e-300 * (1 + TOLERANCE), case
            n_small += 1
    assert 5 < n_small < 60


@pytest.mark.parametrize("t", [1e-5, 0.3, 1.96, 12.0, 30.0])
@pytest.mark.parametrize("df", [4.3, 4185.0, 1e6])
def test_t_has_the_tail_of_the_f_of_its_square(t, df):
    expected = float(10 ** integrated_log10_sf(t**2, 1, df))
    assert t_sf_two_sided(-t, df) == pytest.approx(expected, rel=TOLERANCE)
    assert t_sf([t, -t], df) == pytest.approx([expected / 2, 1 - expected / 2], rel=TOLERANCE)


def test_ends_of_the_scale():
    assert f_sf(0.0, 3, 10) == 1.0
    assert f_sf(np.inf, 3, 10) == 0.0
    assert np.isnan(f_sf(np.nan, 3, 10))
    assert t_sf_two_sided(1e200, 3) == t_sf_two_sided(np.inf, 3) == 0.0
    assert t_sf_two_sided(0.0, 3) == 1.0


def test_what_stirlings_formula_leaves():
    z = np.concatenate([np.geomspace(0.05, 1e9, 60), [11.999, 12.0]])
    with mpmath.workdps(40):
        exact = [
            mpmath.loggamma(x) - ((x - 0.5) * mpmath.log(x) - x + mpmath.log(2 * mpmath.pi) / 2)
            for x in map(mpmath.mpf, z.tolist())
        ]
        errors = [float(e - ours) for e, ours in zip(exact, stirling_remainder(z), strict=True)]
    assert np.abs(errors).max() < 1e-14
