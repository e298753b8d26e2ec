"""The model matrix of a fit written out, a column per coefficient that is not absorbed."""

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine import GammFit


def model_matrix(fit: GammFit, frame: pl.DataFrame) -> np.ndarray:
    """Return the columns of all terms at the rows of a frame; shape (n, p)."""
    X = np.zeros((frame.height, fit.design.n_columns))
    for block in fit.design.blocks:
        columns = X[:, block.columns]
        if block.variable == "(Intercept)":
            columns[:] = 1.0
        elif block.basis is not None:
            columns[:] = block.basis.evaluate(frame[block.variable].to_numpy())
            if block.by is not None:
                columns *= (frame[block.by] == block.level).to_numpy()[:, None]
        elif block.levels:
            # the first level of a parametric factor is the reference
            levels = block.levels[len(block.levels) - columns.shape[1] :]
            for place, level in enumerate(levels):
                columns[:, place] = frame[block.variable] == level
        else:
            columns[:, 0] = frame[block.variable]
    return X
