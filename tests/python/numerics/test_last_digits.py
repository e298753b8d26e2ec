"""What processors round differently changes no order, no sign and no draw."""

import numpy as np

from analysis_py.statistics.ability.abilities import rank_points
from analysis_py.statistics.ability.calibration import Abilities
from analysis_py.statistics.items.flag_calibration import expected_fdr
from analysis_py.statistics.items.logistic import logistic_slopes

#: What two processors may make of a number.
OFF = 4e-15


def test_equals_keep_the_order_of_their_keys():
    points = np.array([90.0, 100.0, 100.0 + OFF, 110.0])
    assert rank_points(points).tolist() == [4, 2, 3, 1]
    assert rank_points(points[None, ::-1]).tolist() == [[1, 2, 3, 4]]
    p = np.array([0.9, 0.7, 0.7 + OFF, 0.1])
    rates = expected_fdr(p)
    assert (np.diff(rates) > 0).all()


def test_a_slope_of_nothing_is_zero():
    counts = np.random.default_rng(1).integers(1, 9, (50, 6)) * 3.0
    slopes = logistic_slopes(counts, counts / 3, np.linspace(-1.3, 2.1, 6))
    assert (slopes == 0).all()
    assert not np.signbit(slopes).any()


def test_draws_do_not_depend_on_the_signs_of_eigenvectors(monkeypatch):
    root = np.random.default_rng(2).standard_normal((5, 5))
    abilities = Abilities(np.zeros(5), root @ root.T)
    drawn = abilities.draw(3, np.random.default_rng(3))
    eigh = np.linalg.eigh

    def turned(matrix):
        values, vectors = eigh(matrix)
        return values, vectors * [1, -1, 1, -1, -1]

    monkeypatch.setattr(np.linalg, "eigh", turned)
    np.testing.assert_allclose(abilities.draw(3, np.random.default_rng(3)), drawn, atol=1e-12)
