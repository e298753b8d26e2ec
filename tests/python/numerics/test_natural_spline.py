"""The natural cubic spline: the space that patsy spans, and straight lines beyond the knots."""

import numpy as np
import pytest
from patsy import dmatrix

from analysis_py.statistics.numerics.natural_spline import natural_spline

KNOTS = np.array([0.5, 1.0, 2.5, 3.0])


def test_it_spans_what_patsy_spans():
    x = np.random.default_rng(1).uniform(KNOTS[0], KNOTS[-1], 200)
    other = np.asarray(
        dmatrix("cr(x, knots=[1.0, 2.5], lower_bound=0.5, upper_bound=3.0)", {"x": x})
    )
    basis = natural_spline(x, KNOTS)
    assert basis.shape == (200, 4)
    assert np.linalg.matrix_rank(np.column_stack([basis, other])) == 4


@pytest.mark.parametrize("beyond", [[3.0, 4.0, 5.0, 6.0], [-4.0, -2.0, 0.0]])
def test_it_is_straight_beyond_its_knots(beyond):
    assert np.abs(np.diff(natural_spline(np.array(beyond), KNOTS), 2, axis=0)).max() < 1e-9


def test_without_knots_it_is_a_line():
    x = np.array([1.0, 5.0])
    np.testing.assert_array_equal(natural_spline(x, np.empty(0)), [[1, 1], [1, 5]])
