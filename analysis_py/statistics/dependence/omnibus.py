"""A test that all levels of a factor are equal, with clustered rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis_py.statistics.clustered.calibration import Sampled, calibrate
from analysis_py.statistics.dependence.factor_levels import (
    FEWEST_GENERATIONS,
    GENERATION,
    BaseFamilyLevels,
)
from analysis_py.statistics.rows import with_nulls

Array = NDArray[np.float64]

#: Share of the mean variance added to covariances of many levels in few clusters, to invert them.
_RIDGE = 1e-9


@dataclass(frozen=True, kw_only=True)
class OmnibusRow:
    """A test that the levels of a factor are equal, by the method of the default.

    ``p_wald`` is the largest over the nulls; the type I error is the largest share of samples of a
    null that exceed the critical value of other samples.
    """

    method: str
    n_levels: int
    statistic: float | None
    p_wald: float | None
    type1_error: float | None
    type1_error_null: str | None
    n_simulations: int | None
    seed: int
    status: str


def wald_statistics(estimate: ArrayLike, variance: ArrayLike) -> Array:
    r"""Return the Wald statistics of equal levels, shape (s,).

    Of the differences from the first level, :math:`e_i = d_{1i}`, two have the covariance
    :math:`C_{ij} = (V_{1i} + V_{1j} - V_{ij}) / 2`, and :math:`W = e' C^{-1} e` for any first
    level. So W needs only the pairs.
    """
    d, v = (np.asarray(each, dtype=float) for each in (estimate, variance))
    m = len(d)
    k = (1 + int(np.sqrt(1 + 8 * m))) // 2
    a, b = np.triu_indices(k, 1)
    # the last row, of zeros, is the difference of a level from itself
    at = np.full((k, k), m)
    at[a, b] = at[b, a] = np.arange(m)
    first, v = at[0, 1:], np.vstack([v, np.zeros_like(v[:1])])
    covariance = (v[first][:, None] + v[first] - v[at[1:, 1:]]).transpose(2, 0, 1) / 2
    is_known = np.isfinite(d).all(axis=0) & (v[:m] > 0).all(axis=0)
    size = np.trace(covariance, axis1=1, axis2=2) / (k - 1)
    covariance += _RIDGE * size[:, None, None] * np.eye(k - 1)
    e = d[first].T[is_known, :, None]
    statistic = np.full(d.shape[1], np.nan)
    statistic[is_known] = (e * np.linalg.solve(covariance[is_known], e)).sum(axis=(1, 2))
    return statistic


def omnibus_row(
    data: BaseFamilyLevels,
    seed: int,
    observed_means: tuple[Array, Array] | None = None,
    samples: Mapping[str, Sampled] | None = None,
    significance_level: float = 0.05,
) -> OmnibusRow:
    """Test that all levels in two clusters or more are equal, calibrated as their pairs are.

    A parametric bootstrap of the Wald statistic (Halekoh and Højsgaard 2014, Journal of Statistical
    Software 59 (9)).
    """
    row = with_nulls(
        OmnibusRow,
        method="mixed_cr2",
        n_levels=len(data.repeated),
        seed=seed,
        status=_obstacle(data) or "no variance between clusters",
    )
    if observed_means is None or samples is None or _obstacle(data):
        return row
    (observed,) = wald_statistics(*(each[:, None] for each in observed_means))
    drawn = {name: wald_statistics(*of_null) for name, of_null in samples.items()}
    # the root of W is tested as the t of one contrast
    roots = {name: (np.sqrt(w)[None], np.ones((1, len(w)))) for name, w in drawn.items()}
    rates = calibrate(roots, significance_level)
    (null,) = rates.null_calibrated
    # no test if samples of a null often have no statistic
    if null is None or not np.isfinite(observed):
        return row
    # a sample without a statistic counts as exceeding the observed one
    p_values = [(1 + (~(w < observed)).sum()) / (1 + len(w)) for w in drawn.values()]
    return replace(
        row,
        statistic=float(observed),
        p_wald=float(max(p_values)),
        type1_error=float(rates.type1_error_calibrated[0]),
        type1_error_null=null,
        n_simulations=rates.n_simulations,
        status="ok",
    )


def _obstacle(data: BaseFamilyLevels) -> str | None:
    """Return why all levels cannot be tested on the design, or None."""
    n_clusters = (data.n_obs > 0).sum(axis=0)
    if data.unit == GENERATION and (n_clusters[n_clusters > 0] < FEWEST_GENERATIONS).any():
        return "fewer than four model generations in a group"
    if len(data.repeated) < 2:
        return f"fewer than two groups in more than one {data.unit}"
    return None
