"""Cells: rows with the same covariates by their number, mean and sum of squares.

A Gaussian model needs no more of its rows (Li and Wood 2020), so every fit is made from cells. A
million evaluations of a board have some hundred of them by size, type and architecture.
"""

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine.frame import finite_values

N_OBS = "n_obs"
#: The sum of squares of the rows of a cell about their mean.
WITHIN = "squares_within"
_SAMPLE = 10_000


def sum_cells(rows: pl.DataFrame, response: str) -> pl.DataFrame:
    """Sum the rows with the same covariates.

    Parameters
    ----------
    rows : polars.DataFrame
        Complete rows of the response, and of covariates.

    Returns
    -------
    polars.DataFrame
        A cell each, in the order in which they first occur: the covariates, the mean response,
        ``n_obs`` and ``squares_within``. Where hardly two rows are equal, as in a model with a
        curve for each of several scores, every row is a cell of its own.

    Raises
    ------
    NonFiniteError
        If a response is infinite or not a number.

    Notes
    -----
    The response and its square are summed as whole numbers, in the smallest unit in which no sum
    can overflow 64 bits (for 7,000 logarithms of scores 1e-14, for 1e7 of them 1e-11). Such sums
    are exact: neither threads nor the order of the rows change a bit of a cell.
    """
    y = finite_values(rows[response])
    covariates = [name for name in rows.columns if name != response]
    if _are_mostly_distinct(rows.select(covariates)):
        return rows.with_columns(pl.lit(1).alias(N_OBS), pl.lit(0.0).alias(WITHIN))
    # a constant response is its centre to the bit
    centre = 0.5 * (y.min() + y.max()) if y.size else 0.0
    deviation, unit = _whole(y - centre)
    square, square_unit = _whole((y - centre) ** 2)
    sums = (
        rows.lazy()
        .select(covariates)
        .with_columns(pl.Series("__deviation", deviation), pl.Series("__square", square))
        .group_by(covariates, maintain_order=True)
        .agg(pl.len().alias(N_OBS), pl.col("__deviation", "__square").sum())
        .collect()
    )
    n = sums[N_OBS].to_numpy()
    mean = sums["__deviation"].to_numpy() * unit / n
    within = sums["__square"].to_numpy() * square_unit - n * mean**2
    return sums.select(
        *covariates,
        pl.Series(response, centre + mean),
        pl.col(N_OBS),
        # one row has no spread, and rounding none below 0
        pl.Series(WITHIN, np.where(n > 1, np.maximum(within, 0.0), 0.0)),
    )


def _are_mostly_distinct(rows: pl.DataFrame) -> bool:
    """Return True if more than half of the rows, or of a sample of many, are unlike all others."""
    sample = rows.gather_every(max(1, rows.height // _SAMPLE))
    return 2 * sample.n_unique() > sample.height


def _whole(values: np.ndarray) -> tuple[np.ndarray, float]:
    """Round values to whole numbers of a power of two, and return them with it."""
    exponent = int(np.frexp(np.abs(values).max(initial=0.0) * values.size)[1]) - 62
    return np.rint(np.ldexp(values, -exponent)).astype(np.int64), float(np.ldexp(1.0, exponent))
