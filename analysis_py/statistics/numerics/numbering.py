"""Labels encoded as integers."""

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import IntArray


def number_labels(labels: pl.Series) -> tuple[list[str], IntArray]:
    """Return the distinct labels in alphabetical order, and the position of each row's label.

    Parameters
    ----------
    labels : polars.Series of str, shape (n,)
        None of them null.

    Returns
    -------
    names : list of str
    place : numpy.ndarray of int, shape (n,)
    """
    place = labels.rank("dense").to_numpy().astype(np.int64) - 1
    return labels.unique().sort().to_list(), place
