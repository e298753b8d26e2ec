"""Whether developers' profiles agree between benchmarks, which the model denies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis_py.statistics.ability.parameters import Scale
from analysis_py.statistics.arrays import FloatArray

#: Two benchmarks correlate where so many developers have scores on both.
LEAST_DEVELOPERS = 8
_NONE = 1e-9


def profile_correlations(scale: Scale) -> FloatArray:
    """Correlate developers' mean residuals between benchmarks.

    Returns
    -------
    ndarray, shape (B, B)
        NaN of pairs of benchmarks with fewer than :data:`LEAST_DEVELOPERS` developers.
    """
    cells, extra = scale.cells, scale.parameters.extra
    z = scale.residual / np.sqrt(extra[cells.benchmark] + scale.noise)
    shape = len(cells.developers), len(cells.benchmarks)
    place = cells.developer[cells.model] * shape[1] + cells.benchmark
    n = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)
    mean = np.bincount(place, z, n.size).reshape(shape) / np.maximum(n, 1)
    is_seen = (n > 0).astype(float)
    common = np.maximum(is_seen.T @ is_seen, 1)
    total = mean.T @ is_seen
    squares = (mean**2).T @ is_seen - total**2 / common
    crossed = mean.T @ mean - total * total.T / common
    is_known = (common >= LEAST_DEVELOPERS) & (np.minimum(squares, squares.T) > _NONE)
    scales = np.sqrt(np.where(is_known, squares * squares.T, 1.0))
    return np.where(is_known, crossed / scales, np.nan)


def profile_fit_p(observed: FloatArray, simulated: Sequence[FloatArray]) -> float | None:
    """Return how often samples of a fit have profiles that correlate as much as the data's.

    The discrepancy is the mean square correlation (Gelman, Meng and Stern 1996, Statistica Sinica
    6, 733-760). None where no two benchmarks have developers enough.
    """
    below = np.tril_indices(len(observed), -1)
    if np.isnan(observed[below]).all():
        return None
    statistic, *drawn = (float(np.nanmean(each[below] ** 2)) for each in (observed, *simulated))
    return (1 + sum(each >= statistic for each in drawn)) / (1 + len(drawn))


def correlated_profiles(
    scale: Scale, observed: FloatArray, simulated: Sequence[FloatArray]
) -> FloatArray:
    """Return the root of the correlations of profiles that give those observed.

    Correlations are those observed less the mean of samples without any, shrunk so that what is
    left has the mean square that the noise of samples leaves. What profiles have in common along
    the slopes is taken for ability, so it cannot be seen: it gets the largest variance of a
    direction that can.

    Returns
    -------
    ndarray, shape (B, B)
        Symmetric; times standard normal numbers of developers and benchmarks it gives profiles.
    """
    drawn = np.array(simulated)
    apart = np.nan_to_num(observed - drawn.mean(axis=0))
    below = np.tril_indices(len(apart), -1)
    is_known = apart[below] != 0
    noise = np.nan_to_num(drawn.var(axis=0, ddof=1))[below][is_known].mean()
    shrink = np.sqrt(max(0.0, 1 - noise / np.mean(apart[below][is_known] ** 2)))
    correlations = shrink * apart
    np.fill_diagonal(correlations, 1)
    along = scale.parameters.slope / np.sqrt(scale.parameters.extra)
    along /= np.linalg.norm(along)
    across = np.eye(len(along)) - np.outer(along, along)
    seen = across @ _nearest(correlations) @ across
    largest = max(1.0, float(np.linalg.eigvalsh(seen)[-1]))
    values, vectors = np.linalg.eigh(_nearest(seen + largest * np.outer(along, along)))
    # symmetric, so that the signs of the vectors do not matter
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T)


def _nearest(matrix: FloatArray) -> FloatArray:
    """Return correlations near a symmetric matrix."""
    values, vectors = np.linalg.eigh(matrix)
    nearest = vectors * np.maximum(values, 1e-6) @ vectors.T
    spread = np.sqrt(np.diag(nearest))
    return np.asarray(nearest / spread / spread[:, None])
