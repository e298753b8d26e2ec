"""The analysis behind a printed table of pairs: groups, sizes, means and variance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.printed_tables.consistency import Flag

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class RecoveredTable:
    """The analysis behind a printed table of pairs: groups, sizes, means and variance.

    Figures that the table does not determine are None.

    Attributes
    ----------
    groups : tuple of str, length m
        The groups printed.
    n, n_low, n_high : tuple of int or None
        Size of each group, and the least and greatest size that the printed figures allow.
    mean : ndarray, shape (m,)
        Mean of each group relative to the grand mean of the printed groups; to their unweighted
        mean where the sizes are not known.
    n_obs : int or None
        Number of observations of the printed groups together.
    n_groups : int or None
        Number of groups of the analysis, from the studentized range; more than m where groups are
        left out of the table.
    df_low, df_high : float or None
        Bounds of the residual degrees of freedom.
    df_den, mean_square_error, statistic, log10_p_value, p_value, eta_squared : float or None
        Of the analysis of variance. F, its p and eta squared need every group and no
        other term, so they are None where a group is left out or the model has further terms.
    n_hidden_low, n_hidden_high : int or None
        Bounds of the number of observations in the groups left out.
    p_recovered : ndarray, shape (n_pairs,)
        Adjusted p-values from the recovered quantities; NaN where these are unknown.
    max_abs_p_difference : float or None
        Largest distance between these and the printed ones.
    n_solutions : int
        Number of sets of whole sizes that fit; 1 where the table identifies them, 0 where none
        fits or they are too many to list.
    status : str
        ``ok``, or what the table leaves open and why.
    """

    groups: tuple[str, ...]
    mean: Vector
    p_recovered: Vector
    flags: tuple[Flag, ...]
    n: tuple[int, ...] | None = None
    n_low: tuple[int, ...] | None = None
    n_high: tuple[int, ...] | None = None
    n_obs: int | None = None
    n_groups: int | None = None
    df_low: float | None = None
    df_high: float | None = None
    df_den: float | None = None
    mean_square_error: float | None = None
    statistic: float | None = None
    log10_p_value: float | None = None
    p_value: float | None = None
    eta_squared: float | None = None
    n_hidden_low: int | None = None
    n_hidden_high: int | None = None
    max_abs_p_difference: float | None = None
    n_solutions: int = 0
    status: str = ""
