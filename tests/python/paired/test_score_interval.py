"""The interval of paired differences: against published values, and its rates by enumeration."""

import numpy as np
import pytest
from scipy import stats

from analysis_py.runs.paired.score_interval import (
    binary_interval,
    quantile,
    score_interval,
    two_sided,
)


@pytest.mark.parametrize(
    ("table", "limits"),
    [
        # R PropCIs::scoreci.mp; the second is the example of Fagerland et al. (2014)
        ((40, 20, 160), (0.030865, 0.218064)),
        ((1, 7, 21), (-0.517232, -0.026003)),
        ((0, 0, 12), (-0.242494, 0.242494)),
    ],
)
def test_limits_are_those_of_tango(table, limits):
    low, high, _ = binary_interval(*table, 0.95)
    assert (low, high) == pytest.approx(limits, abs=1e-6)


def test_the_p_value_is_of_the_same_statistic_as_the_limits():
    b, c = (each.ravel() for each in np.meshgrid(np.arange(25), np.arange(25)))
    low, high, p = binary_interval(b, c, 60, 0.95)
    expected = 2 * stats.norm.sf(np.abs(b - c) / np.sqrt(np.maximum(b + c, 1)))
    assert p == pytest.approx(expected, abs=1e-12)
    assert ((p < 0.05) == ((low > 0) | (high < 0))).all()


def test_quantiles_and_p_values_are_those_of_t_and_normal():
    df = np.array([3.5, 40, np.inf])
    assert quantile(0.9, df) == pytest.approx(stats.t.ppf(0.95, df), rel=1e-12)
    assert two_sided(2.1, df) == pytest.approx(2 * stats.t.sf(2.1, df), rel=1e-12)


def test_a_graded_interval_tends_to_the_binary_one():
    binary = np.repeat([1.0, 0.0, -1.0], [12, 80, 5])
    nearly = binary + np.where(np.arange(97) == 50, 1e-9, 0)
    exact, graded = score_interval(binary, 0.95), score_interval(nearly, 0.95)
    assert graded[:4] == pytest.approx(exact[:4], abs=1e-6)


def test_there_is_always_an_interval():
    for differences in (np.zeros(3), np.ones(5), np.full(4, 0.25), np.array([0.0, 0.3])):
        found = score_interval(differences, 0.95)
        assert -1 <= found.low <= found.estimate <= found.high <= 1
        assert found.low < found.high
    assert score_interval(np.zeros(9), 0.95).p_value == 1


def rates(n, discordant, imbalance):
    """Return the coverage and the rate of p < 5 % over all tables of n questions."""
    top = int(stats.binom.ppf(1 - 1e-12, n, discordant))
    b, c = (each.ravel() for each in np.meshgrid(np.arange(top + 1), np.arange(top + 1)))
    b, c = b[b + c <= n], c[b + c <= n]
    weight = stats.binom.pmf(b + c, n, discordant) * stats.binom.pmf(b, b + c, (1 + imbalance) / 2)
    low, high, p = binary_interval(b, c, n, 0.95)
    truth = discordant * imbalance
    return weight @ ((low <= truth + 1e-12) & (truth - 1e-12 <= high)), weight @ (p <= 0.05)


@pytest.mark.parametrize("discordant", [0.01, 0.06, 0.15, 0.5])
@pytest.mark.parametrize("n", [12, 30, 50, 100, 200])
def test_limits_cover_over_all_tables(n, discordant):
    coverage, rejected = rates(n, discordant, 0.0)
    assert coverage >= 0.945
    assert rejected <= 0.055
    if n * discordant >= 6:
        assert coverage <= 0.97
        assert rejected >= 0.03
    for imbalance in (0.25, 0.5):
        assert rates(n, discordant, imbalance)[0] >= 0.935


def test_graded_limits_cover_where_few_differ_all_one_way():
    """Where t covers 60 %: 3 % of 30 questions gain, none loses."""
    rng, hits = np.random.default_rng(5), 0
    for _ in range(400):
        d = np.where(rng.random(30) < 0.03, rng.beta(4, 2, 30), 0.0)
        found = score_interval(d, 0.95)
        hits += found.low <= 0.02 <= found.high
    assert hits >= 0.96 * 400
