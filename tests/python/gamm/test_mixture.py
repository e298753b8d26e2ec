"""Tails of chi-square mixtures against distributions that are known exactly."""

import numpy as np
import pytest
from high_precision import integrated_log10_sf
from scipy import integrate, stats

from analysis_py.statistics.gamm.engine import fit_gamm, terms_table
from analysis_py.statistics.gamm.engine.mixture import (
    log_mixture_ratio_sf,
    log_mixture_sf,
)


@pytest.mark.parametrize("df", [0.3, 1.0, 8.7, 30.0, 200.0])
@pytest.mark.parametrize("residual", [3.0, 71_600.0, 1e6, 1e9])
def test_a_ratio_is_an_F_however_many_rows_and_however_rare(df, residual):
    for F in (1e-4, 0.1, 0.9, 1.2, 30.0, 1e4, 1e6):
        expected = float(integrated_log10_sf(F, df, residual)) * np.log(10)
        observed = log_mixture_ratio_sf(F * df, [1.0], [df], residual)
        assert observed == pytest.approx(expected, rel=2e-12, abs=2e-12)


def test_a_factor_of_many_rows_has_no_p_value_above_the_smallest_double(simulate):
    """Its F has a tail of 1e-1000."""
    fit = fit_gamm(simulate(n=8000, noise=0.1), "y ~ kind + s(x)")
    (factor,) = terms_table(fit).filter(term_type="parametric").to_dicts()
    assert integrated_log10_sf(factor["statistic"], factor["ref_df"], fit.residual_df) < -400
    assert factor["p_value"] == 0


@pytest.mark.parametrize("q", [0.5, 5.0, 20.0, 80.0])
def test_two_weights_against_a_convolution(q):
    weights, df = [1.0, 0.4], [3.0, 2.0]

    def integrand(v: float) -> float:
        return stats.chi2.sf((q - weights[1] * v) / weights[0], df[0]) * stats.chi2.pdf(v, df[1])

    inside, _ = integrate.quad(integrand, 0.0, q / weights[1], epsabs=0.0, epsrel=1e-11)
    expected = inside + stats.chi2.sf(q / weights[1], df[1])
    assert np.exp(log_mixture_sf(q, weights, df)) == pytest.approx(expected, rel=1e-8)


def test_rounding_ends_the_quadrature_of_ten_million_degrees_of_freedom(monkeypatch):
    """A logarithm of millions is rounded where no finer grid helps."""
    sizes, sinh = [], np.sinh
    monkeypatch.setattr(np, "sinh", lambda u: sizes.append(u.size) or sinh(u))
    weights, statistic, df = np.linspace(0.5, 1, 5), 5e6, 1e7
    log_p = log_mixture_ratio_sf(statistic, weights, None, df)
    assert sum(sizes) < 100_000  # all doublings are twice as many
    # as if all weights were the smallest, and as if all were the largest
    tails = (integrated_log10_sf(statistic / w / 5, 5, df) for w in (0.5, 1.0))
    low, high = (float(tail) * np.log(10) for tail in tails)
    assert low < log_p < high
    alike = log_mixture_ratio_sf(statistic, np.ones(5), None, df)
    assert alike == pytest.approx(high, rel=1e-10)
