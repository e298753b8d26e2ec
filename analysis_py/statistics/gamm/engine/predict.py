"""Predictions of a fit for new rows."""

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine.errors import GammError, MissingColumnError
from analysis_py.statistics.gamm.engine.fit import GammFit


def predict(
    fit: GammFit, frame: pl.DataFrame, *, include_random_effects: bool = True
) -> pl.DataFrame:
    """Predicted mean of the response, with its standard error.

    Parameters
    ----------
    frame : polars.DataFrame
        The covariates of the model, without nulls.
    include_random_effects : bool
        If false, or where a level was not seen, a random effect is taken as zero (its mean).

    Returns
    -------
    polars.DataFrame
        Columns ``estimate`` and ``std_error``, one row per row of `frame`.

    Raises
    ------
    MissingColumnError
        If a covariate is not in the frame.
    GammError
        If a factor has a level that was not in the fit.
    """
    X = model_matrix(fit, frame, include_random_effects=include_random_effects)
    estimate = X @ fit.coefficients[: fit.design.n_columns]
    noise = np.zeros(frame.height)
    levels = fit.products.levels
    if levels is not None and include_random_effects:
        block = fit.design.blocks[-1]
        place = {level: index for index, level in enumerate(block.levels)}
        codes = np.array([place.get(value, -1) for value in _text(frame, block.variable)])
        seen = np.flatnonzero(codes >= 0)
        d, U = levels.shrunk(fit.smoothing[block.label])
        estimate[seen] += fit.coefficients[block.columns][codes[seen]]
        # x'A^-1 x = (x - U_l)' P (x - U_l) + 1 / d_l by the blocks of A^-1.
        X[seen] -= U[codes[seen]].toarray()
        noise[seen] = fit.scale / d[codes[seen]]
    variance = np.einsum("ij,jk,ik->i", X, fit.covariance, X, optimize=True) + noise
    return pl.DataFrame({"estimate": estimate, "std_error": np.sqrt(np.maximum(variance, 0.0))})


def model_matrix(
    fit: GammFit, frame: pl.DataFrame, *, include_random_effects: bool = True
) -> np.ndarray:
    """Model matrix of new rows without an absorbed random intercept; shape (len(frame), p)."""
    X = np.zeros((frame.height, fit.design.n_columns))
    for block in fit.design.blocks:
        if block.columns.start >= fit.design.n_columns:
            continue
        columns = X[:, block.columns]
        if block is fit.design.blocks[0]:
            columns[:] = 1.0
        elif block.kind == "random_effect":
            if include_random_effects:
                columns[:] = _indicators(_text(frame, block.variable), block.levels)
                if block.by is not None:
                    columns *= _numbers(frame, block.by)[:, None]
        elif block.basis is not None:
            columns[:] = block.basis.evaluate(_numbers(frame, block.variable))
            if block.by is not None:
                columns *= (_text(frame, block.by) == str(block.level))[:, None]
        elif block.levels:
            values = _text(frame, block.variable)
            unknown = sorted(set(values) - set(block.levels))
            if unknown:
                raise GammError(f"Factor {block.variable!r} has levels not in the fit: {unknown}")
            columns[:] = _indicators(values, block.levels[1:])
        else:
            columns[:, 0] = _numbers(frame, block.variable)
    return X


def _column(frame: pl.DataFrame, name: str) -> pl.Series:
    if name not in frame.columns:
        raise MissingColumnError(f"Column {name!r} is not in the frame to predict for")
    return frame[name]


def _text(frame: pl.DataFrame, name: str) -> np.ndarray:
    return np.asarray(_column(frame, name).cast(pl.String).to_list(), dtype=object)


def _numbers(frame: pl.DataFrame, name: str) -> np.ndarray:
    return _column(frame, name).cast(pl.Float64).to_numpy()


def _indicators(values: np.ndarray, levels: tuple[str, ...]) -> np.ndarray:
    return (values[:, None] == np.asarray(levels, dtype=object)[None, :]).astype(float)
