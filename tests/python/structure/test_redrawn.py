"""What stands for leaving out each of many units gives the rates that leaving out each gives."""

import numpy as np
import pytest

from analysis_py.statistics.numerics.jackknife import miss_rates, n_redraws
from analysis_py.statistics.structure import dimensions as dim
from analysis_py.statistics.structure import redrawn
from analysis_py.statistics.structure.measures import logits


def moments(n_units, seed=7):
    """Return those of units of which one has a third of all rows."""
    rng = np.random.default_rng(seed)
    sizes = np.r_[rng.integers(1, 6, n_units - 1), n_units * 2]
    units = np.repeat(np.arange(n_units), sizes)
    general = rng.standard_normal(n_units)[units] + rng.standard_normal(len(units))
    data = general[:, None] + 0.7 * rng.standard_normal((len(units), 4))
    return dim.Moments.of(10 * data + 50, units)


def figures(stack):
    values = dim.eigen(stack)[0]
    names = ("share_first", "participation_ratio", "factor_share")
    return np.stack([logits(name, stack, values) for name in names], axis=-1)


@pytest.mark.parametrize(("n_units", "tolerance"), [(9, 1e-12), (90, 0.011)])
def test_rates_are_those_of_every_unit_left_out(n_units, tolerance, monkeypatch):
    # two of 199 samples may fall on the other side
    monkeypatch.setattr(redrawn, "N_REDRAWS", n_redraws(n_units))
    of = moments(n_units)

    def one_by_one(weight, left_out):
        return figures(of.of_parts(np.vstack([weight, weight - np.eye(n_units)[left_out]]), True))

    slow = miss_rates(
        one_by_one,
        n_units,
        0.95,
        np.random.default_rng(3),
    )
    fast = redrawn.redrawn_rates(
        lambda stack: figures(stack[:, :, 0]),
        [of],
        True,
        [False] * 3,
        0.95,
        np.random.default_rng(3),
    )
    assert fast == pytest.approx(slow, abs=tolerance)
    assert np.all(slow > 0)


def test_what_a_sample_lacks_is_not_known():
    of = moments(6)
    times = np.array([[5.0, 0, 0, 0, 1, 0]])
    stack, weights = redrawn.without_units([of], times, True)
    assert weights.tolist() == times.tolist()
    left = of.of_parts(np.vstack([times[0], times[0] - np.eye(6)[4]]), True)
    assert np.allclose(stack[0, 0, 0], left[0], equal_nan=True)
    assert np.allclose(stack[0, 5, 0], left[1], equal_nan=True)
    assert np.array_equal(stack[0, 2], stack[0, 0])


@pytest.mark.parametrize("k", [3, 4, 6])
def test_a_factor_by_newton_is_that_of_principal_axes(k, monkeypatch):
    rng = np.random.default_rng(k)
    data = rng.standard_normal((60, 12, 1)) + 0.6 * rng.standard_normal((60, 12, k))
    stack = np.array([np.corrcoef(rows.T) for rows in data])
    fast = dim.factor_share(stack)
    found = dim._by_newton(stack)[1]
    assert found.mean() > 0.8
    monkeypatch.setattr(
        dim, "_by_newton", lambda s: (np.ones(s.shape[:-1]), np.zeros(len(s), bool))
    )
    slow = dim.factor_share(stack, 1e-11, 20_000)
    # where a communality is held at 1 the iterations end late
    assert fast == pytest.approx(slow, abs=1e-6)


def test_halves_have_the_first_loadings_of_their_matrices():
    of = moments(40)
    stack = of.without(np.ones((1, 40)), True)[0]
    first = np.abs((dim.first_vectors(stack) * dim.eigen(stack)[1][..., 0]).sum(axis=1))
    assert first == pytest.approx(np.ones(40), abs=1e-7)
