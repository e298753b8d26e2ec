"""What stands for leaving out each of many units gives the rates that leaving out each gives."""

import numpy as np
import pytest

from analysis_py.statistics.structure import dimensions as dim
from analysis_py.statistics.structure import redrawn
from analysis_py.statistics.structure.measures import SHARES, logits


def moments(n_units, seed=7):
    """Return those of units of which one has a third of all rows."""
    rng = np.random.default_rng(seed)
    sizes = np.r_[rng.integers(1, 6, n_units - 1), n_units * 2]
    units = np.repeat(np.arange(n_units), sizes)
    general = rng.standard_normal(n_units)[units] + rng.standard_normal(len(units))
    data = general[:, None] + 0.7 * rng.standard_normal((len(units), 4))
    return dim.Moments.from_rows(10 * data + 50, units)


@pytest.mark.parametrize(("n_units", "tolerance"), [(8, 1e-12), (40, 0.006), (90, 0.006)])
def test_rates_are_those_of_every_unit_left_out(n_units, tolerance, monkeypatch):
    # two of 399 samples may fall on the other side
    of = moments(n_units)
    truth, vectors = dim.eigen(of.of_parts(np.ones((1, n_units)), True))
    like = dim.orient(vectors[0])[:, :1]
    is_range = [False] * 2 + [True] + [False] * 5

    def figures(read):
        values = read[0][..., :4]
        parts = [logits(share(values)) for share in SHARES.values()]
        # the smallest is hardly above its limit
        parts += [dim.n_above(values, 0.9 * truth[0])]
        parts += [logits(read[0][..., -1])]
        return [*parts, *(read[0][..., i] for i in range(4, 8))]

    def rates():
        rng = np.random.default_rng(3)
        reading = redrawn.Reading(like, has_factor=True)
        return redrawn.jackknife_figures(figures, [of], True, reading, is_range, 0.95, rng)[2]

    fast = rates()
    without_units = redrawn.without_units
    monkeypatch.setattr(
        redrawn, "without_units", lambda *given: without_units(*given[:4], n_exact=n_units)
    )
    slow = rates()
    assert fast == pytest.approx(slow, abs=tolerance)
    assert np.all(slow > 0)
