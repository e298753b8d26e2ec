"""The interval of paired differences: against published values, and its rates by enumeration."""

import numpy as np
import pytest
from scipy import stats

from analysis_py.runs.paired.quantiles import critical_square, p_of_square, quantile, two_sided
from analysis_py.runs.paired.score_interval import binary_interval, score_interval


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


@pytest.mark.parametrize("level", [0.0, 1.0, -0.5, np.nan, np.inf])
def test_a_level_that_is_none_is_refused(level):
    with pytest.raises(ValueError, match="the level must lie between 0 and 1"):
        score_interval(np.array([0.0, 1.0]), level)


def test_a_critical_square_and_its_p_value_are_inverse():
    worth, df = np.array([3.0, 8.0, 40.0, 40.0]), np.array([2.0, 7.0, 5.0, np.inf])
    for level in (0.8, 0.95, 0.99):
        square = critical_square(level, worth, df)
        assert p_of_square(square, worth, df) == pytest.approx(1 - level, rel=1e-9)
        assert (square >= quantile(level) ** 2).all()
    assert square[-1] == quantile(0.99) ** 2


@pytest.mark.parametrize("shift", [0.0, 0.3, 0.5])
def test_a_score_statistic_with_its_variance_estimated_is_the_t_test(shift):
    d = np.random.default_rng(8).uniform(-0.9, 0.9, 20) + shift
    square = 19 * d.mean() ** 2 / (d.var() + d.mean() ** 2)
    by_t = stats.ttest_1samp(d, 0).pvalue
    expected = max(by_t, 2 * stats.norm.sf(np.sqrt(square)))
    assert p_of_square(square, 19, 19) == pytest.approx(expected, rel=1e-9)


TABLES = [(12, 80, 5), (1, 40, 0), (0, 30, 7), (3, 2, 3), (40, 1960, 20)]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_a_graded_interval_of_0_and_1_is_the_binary_one(table, level):
    binary = np.repeat([1.0, 0.0, -1.0], table)
    # one difference off by rounding, so that the branch of right and wrong answers is not taken
    graded = binary + np.where(np.arange(len(binary)) == table[0], 1e-13, 0)
    exact, found = (score_interval(d, level) for d in (binary, graded))
    assert found[:4] == pytest.approx(exact[:4], abs=1e-9)


@pytest.mark.parametrize(
    "differences",
    [
        [-0.01],
        [-0.01, 0.0],
        [0.005, -0.005, 0.002],
        [0.0, 0.0, -0.001, 0.0],
    ],
)
def test_few_graded_questions_decide_no_gate(differences):
    """Their differences were small; the scale allows 1, and the interval says so."""
    found = score_interval(np.array(differences), 0.95)
    binary = score_interval(np.zeros(len(differences)), 0.95)
    assert found.low < binary.low + 0.02
    assert found.low < -0.4


@pytest.mark.parametrize("n", [20, 50, 200])
def test_rare_total_losses_are_covered(n):
    rng, truth, hits, better = np.random.default_rng(n), 0.97 * 0.01 - 0.03, 0, 0
    for _ in range(300):
        d = np.where(rng.random(n) < 0.03, -1.0, rng.normal(0.01, 0.02, n).clip(-1, 1))
        found = score_interval(d, 0.95)
        hits += found.low <= truth <= found.high
        better += found.low > 0
    assert hits / 300 >= 0.93
    assert better / 300 <= 0.03


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
