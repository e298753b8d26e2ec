"""The regression of clustered rows against matrices of the rows, and designs that fit all."""

import numpy as np
import pytest

from analysis_py.statistics.clustered.regression import clustered_regression


def design_of_cells(rng, n_cells=24, n_clusters=7):
    columns = np.column_stack(
        [np.ones(n_cells), rng.normal(size=n_cells), rng.random(n_cells) < 0.4]
    )
    return columns, rng.integers(1, 5, n_cells), rng.integers(0, n_clusters, n_cells)


@pytest.mark.parametrize("ratio", [0.0, 0.3, 4.0])
def test_degrees_of_freedom_are_those_of_the_rows(ratio):
    """Of the variance's matrix G'ΩG, with rows of one cluster alike by the ratio."""
    columns, n, clusters = design_of_cells(np.random.default_rng(2))
    contrasts = np.array([[0, 1.0, 0], [0, 0.5, -1]])
    regression = clustered_regression(columns, n, clusters, contrasts)
    x, cluster = np.repeat(columns, n, axis=0), np.repeat(clusters, n)
    left = np.eye(len(x)) - x @ np.linalg.pinv(x)
    omega = np.eye(len(x)) + ratio * (cluster[:, None] == cluster)
    for contrast, df, alike in zip(
        contrasts, regression.df, regression.df_alike([ratio])[:, 0], strict=True
    ):
        weight = contrast @ np.linalg.pinv(x)
        g = []
        for c in np.unique(cluster):
            own = np.flatnonzero(cluster == c)
            values, vectors = np.linalg.eigh(left[np.ix_(own, own)])
            root = (vectors / np.sqrt(values)) @ vectors.T
            g.append(left[:, own] @ root @ weight[own])
        moments = np.array(g) @ omega @ np.array(g).T
        expected = np.trace(moments) ** 2 / (moments**2).sum()
        assert alike == pytest.approx(expected, rel=1e-8)
        if ratio == 0:
            assert df == pytest.approx(expected, rel=1e-8)


def test_a_design_that_fits_all_cells_leaves_no_error():
    """Whatever the rounding of scores such as 1/3: 0, and not the last digit of the arithmetic."""
    clusters = np.array([0, 0, 1, 1, 2, 2])
    columns = np.column_stack([np.eye(3)[clusters], np.tile([1.0, 0.0], 3)])
    mean = 100 / 3 + 10 * clusters / 7 + np.tile([1.1, 0.0], 3)
    fit = clustered_regression(columns, [3, 5, 1, 2, 7, 4], clusters, [[0, 0, 0, 1.0]]).contrasts(
        mean, 2.0
    )
    assert fit.estimate[0] == pytest.approx(1.1)
    assert fit.std_error[0] == 0
    assert fit.std_error_naive[0] > 0
