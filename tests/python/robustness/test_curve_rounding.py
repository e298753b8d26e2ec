"""A specification that the data fit exactly has no t, on whatever machine it is rounded."""

import numpy as np
import pytest

from analysis_py.statistics.clustered.regression import coefficient_regression, null_residual
from analysis_py.statistics.robustness.curve_test import (
    Design,
    draw_signs,
    median_test,
    null_scores,
    simulate_curves,
)


@pytest.mark.parametrize("scores", [(45.1, 40.3), (0.1, 0.7), (1e3 / 3, 2e3 / 7)])
def test_two_clusters_and_a_difference_of_them_have_no_t(scores):
    """The coefficient takes all that the clusters have: what is left is no variance."""
    regression = coefficient_regression([1.0, 0.0, 0.0], np.ones((3, 1)), [3, 2, 5], [0, 1, 1])
    fit = regression.fit(np.array([scores[0], scores[1], scores[1]])[:, None])
    assert fit.estimate[0, 0] == pytest.approx(scores[0] - scores[1])
    design = Design("c", np.arange(3), np.arange(2), regression)
    specified = null_scores(design, null_residual(regression, fit)[:, 0])
    assert specified.t == 0
    assert median_test([specified], draw_signs(99, 2, 1)) == (0.0, 1.0)


def test_a_simulated_curve_of_two_clusters_is_never_found():
    rows = np.arange(2)
    regression = coefficient_regression([1.0, 0.0], np.ones((2, 1)), [3, 4], rows)
    design = Design("c", rows, rows, regression)
    curves = simulate_curves([design], 0.3, 2, 50, 1)
    assert not curves.medians.any()
    assert not curves.drawn.any()
