"""The curve of size by pyGAM, another library with another basis and another criterion.

Its curves do not meet mgcv's, and the limits here are wide on purpose: they catch a swapped term,
a missing centring or a wrong link, not the distance between two libraries.
"""

import numpy as np
import pytest
from mgcv_values import reference_frame
from pygam import LinearGAM, f, s

from analysis_py.statistics.gamm.engine import fit_gamm, partial_effect

SIZE = "s(log_parameters_b)"


@pytest.mark.parametrize("benchmark", ["arc", "hellaswag", "mmlu", "truthfulqa", "winogrande"])
def test_the_size_curve_follows_pygams_where_the_models_are(benchmark):
    """Over the rows, not the grid: the largest sizes are a handful of models."""
    columns = [f"log_{benchmark}", "log_parameters_b", "architecture"]
    frame = reference_frame("january_2024").select(columns).drop_nulls()
    y, x = (frame[name].to_numpy() for name in columns[:2])
    codes = frame["architecture"].rank("dense").to_numpy() - 1
    X = np.column_stack([x, codes])
    grid = {"lam": np.logspace(-2, 4, 7), "progress": False}
    other = LinearGAM(s(0, n_splines=10) + f(1), max_iter=1).gridsearch(X, y, **grid)
    fit = fit_gamm(frame, f'log_{benchmark} ~ {SIZE} + s(architecture, bs="re")')
    ours = partial_effect(fit, SIZE, x)["estimate"].to_numpy()
    theirs = other.partial_dependence(term=0, X=X)
    gap = ours - (theirs - theirs.mean())
    assert np.sqrt(np.mean(gap**2)) < 0.05 * np.ptp(ours)
    explained = other.statistics_["pseudo_r2"]["explained_deviance"]
    assert explained == pytest.approx(fit.deviance_explained, abs=0.02)
