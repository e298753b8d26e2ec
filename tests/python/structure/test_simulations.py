"""Coverage of intervals, and type I errors of tests, in clustered samples."""

import numpy as np
import pytest
from scipy import stats

from analysis_py.statistics.numerics.jackknife import jackknife, jackknife_range, miss_rates
from analysis_py.statistics.structure import dimensions as dim
from analysis_py.statistics.structure.correlations import jackknife_z, null_t, share_between
from analysis_py.statistics.structure.forecasts import sign_flips
from analysis_py.statistics.structure.redrawn import Reading, without_units
from analysis_py.statistics.structure.shares import fit_crossed
from analysis_py.statistics.structure.shifts import shift_at_equal

pytestmark = pytest.mark.simulation


@pytest.mark.parametrize(("n_units", "least"), [(8, 0.90), (20, 0.91), (60, 0.92)])
def test_the_share_of_the_first_component_is_covered(n_units, least):
    rng = np.random.default_rng(n_units)
    loadings = np.array([0.9, 0.85, 0.8, 0.9, 0.6])
    truth = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    share = np.linalg.eigvalsh(truth)[-1] / 5
    held, n_samples = 0, 600
    for _ in range(n_samples):
        sizes = rng.integers(2, 9, n_units)
        units = np.repeat(np.arange(n_units), sizes)
        # families differ in the factor and, less, in what it leaves
        factor = np.sqrt(0.6) * rng.standard_normal(n_units)[units]
        factor = factor + np.sqrt(0.4) * rng.standard_normal(len(units))
        rest = np.sqrt(0.3) * rng.standard_normal((n_units, 5))[units]
        rest = rest + np.sqrt(0.7) * rng.standard_normal((len(units), 5))
        data = factor[:, None] * loadings + rest * np.sqrt(1 - loadings**2)
        moments, every = dim.Moments.from_rows(data, units), np.ones((1, n_units))
        values = without_units(moments, every, True, Reading(), n_units)[0]
        first = dim.shares(values, 1)
        logit = np.log(first / (1 - first))
        made = jackknife(float(logit[0]), logit[1:], 0.95)
        held += made.ci_low <= np.log(share / (1 - share)) <= made.ci_high
    assert held / n_samples >= least


@pytest.mark.parametrize(("n_units", "share"), [(8, 0.0), (8, 0.6), (30, 0.6)])
def test_a_calibrated_correlation_holds_its_level(n_units, share):
    rng = np.random.default_rng(n_units + round(10 * share))
    units = np.repeat(np.arange(n_units), rng.integers(1, 12, n_units))
    n_samples, n = 400, len(units)
    samples = [
        np.sqrt(1 - share) * rng.standard_normal((n_samples, n))
        + np.sqrt(share) * rng.standard_normal((n_samples, n_units))[:, units]
        for _ in range(2)
    ]
    z, error = jackknife_z(samples[0], samples[1], units)
    rejected, counts = 0, tuple(np.bincount(units).tolist())
    for i in range(n_samples):
        own = tuple(share_between(sample[i], units) for sample in samples)
        null = np.sort(np.abs(null_t(counts, own, False, 199, i)))
        rejected += abs(z[i]) / error[i] > null[int(np.ceil(0.95 * 200)) - 1]
    # three errors of a rate of 400 samples
    assert rejected / n_samples <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / n_samples)


@pytest.mark.parametrize("is_within", [False, True])
def test_sums_of_units_are_drawn_as_rows_are(is_within):
    """The t of samples drawn row by row has the same distribution."""
    rng = np.random.default_rng(8)
    units = np.repeat(np.arange(7), [1, 2, 2, 3, 6, 9, 20])
    sizes, first = np.bincount(units), np.flatnonzero(np.diff(units, prepend=-1))
    shares = (0.0, 0.0) if is_within else (0.3, 0.6)
    rows = []
    for share in shares:
        sample = np.sqrt(1 - share) * rng.standard_normal((4000, len(units)))
        sample += np.sqrt(share) * rng.standard_normal((4000, 7))[:, units]
        if is_within:
            sample -= (np.add.reduceat(sample, first, axis=1) / sizes)[:, units]
        rows.append(sample)
    z, error = jackknife_z(*rows, units)
    drawn = null_t(tuple(sizes.tolist()), shares, is_within, 4000, 1)
    assert stats.ks_2samp(z / error, drawn).pvalue > 0.01


def test_turned_signs_hold_their_level():
    rng = np.random.default_rng(4)
    p = [sign_flips(rng.standard_normal(9) * rng.uniform(0.2, 3, 9), rng) for _ in range(1000)]
    assert np.mean(np.array(p) < 0.05) <= 0.07


def test_a_shift_at_equal_compute_is_covered():
    rng = np.random.default_rng(5)
    n_units, held, found, n_samples = 20, 0, [], 300
    for _ in range(n_samples):
        units = np.repeat(np.arange(n_units), rng.integers(2, 8, n_units))
        late = (units >= 13).astype(float)
        x = rng.uniform(-2, 3, len(units)) + 0.5 * late
        y = 15 * np.maximum(x - 0.5, 0) + 6 * late
        y = y + 4 * rng.standard_normal(n_units)[units] + 3 * rng.standard_normal(len(units))
        places = np.linspace(x.min(), np.quantile(x, 0.9), 101)
        shift = shift_at_equal(x, y[:, None], late, units, places)[0][:, 0]
        made = jackknife(float(shift[0]), shift[1:], 0.95)
        found.append(made.estimate)
        held += made.ci_low <= 6 <= made.ci_high
    assert np.mean(found) == pytest.approx(6, abs=0.5)
    assert held / n_samples >= 0.91


def test_crossed_shares_are_covered():
    rng = np.random.default_rng(6)
    variance = np.array([0.15, 0.35, 0.5])
    held, n_samples = 0, 150
    for _ in range(n_samples):
        levels = [rng.integers(0, 80, 500), rng.integers(0, 25, 500)]
        y = np.sqrt(variance[2]) * rng.standard_normal(500)
        for v, group in zip(variance, levels, strict=False):
            y = y + np.sqrt(v) * rng.standard_normal(group.max() + 1)[group]
        fit = fit_crossed(y, np.ones((500, 1)), levels)
        share = fit.variance / fit.variance.sum()
        slopes = (np.diag(share) - np.outer(share, share))[0]
        half = 1.96 * np.sqrt(slopes @ fit.covariance @ slopes) / (share[0] * (1 - share[0]))
        logit, truth = np.log(share[0] / (1 - share[0])), np.log(0.15 / 0.85)
        held += abs(logit - truth) <= half
    assert held / n_samples >= 0.90


def test_a_miss_rate_is_what_a_jackknife_of_means_misses():
    """Of normal units it is about the level; of few and skew ones it is what samples show."""
    rng = np.random.default_rng(4)

    def of(values):
        def means(times):
            total, n = times @ values, times.sum(axis=1)
            left = (total[:, None] - values) / (n[:, None] - 1)
            return (total / n)[:, None], left[:, :, None]

        return means

    even = [float(miss_rates(of(rng.standard_normal(60)), 60, 0.95, rng)[0]) for _ in range(12)]
    assert abs(np.mean(even) - 0.05) < 3 * np.sqrt(0.05 * 0.95 / (12 * 199)) + 0.01
    skew = [float(miss_rates(of(rng.lognormal(0, 1.5, 8)), 8, 0.95, rng)[0]) for _ in range(12)]
    # the same intervals on samples of eight from the distribution itself
    missed, truth = 0, np.exp(1.5**2 / 2)
    for _ in range(2000):
        values = rng.lognormal(0, 1.5, 8)
        left = (values.sum() - values) / 7
        made = jackknife(float(values.mean()), left, 0.95)
        missed += not made.ci_low <= truth <= made.ci_high
    assert np.mean(skew) > 0.08
    assert missed / 2000 > 0.08


def test_a_range_that_never_moves_misses_what_lies_beyond():
    """A count that changes in one half of the samples is missed in about as many."""
    rng = np.random.default_rng(5)
    values = np.r_[np.ones(15), -np.ones(15)]

    def sign(times):
        total = (times @ values)[:, None]
        return (total > 0.5).astype(float), (total - values > 0.5).astype(float)[:, :, None]

    (rate,) = miss_rates(sign, 30, 0.95, rng, jackknife_range)
    assert 0.2 < rate < 0.6
