r"""Restricted wild cluster bootstrap of the difference of two means.

Cameron, Gelbach and Miller (2008, Review of Economics and Statistics 90, 414-427) impose the null
hypothesis, give the residuals of each cluster one random weight, and compare the t of the sample
with those of the draws. Weights are Webb's six points (2013, Queen's Economics Department Working
Paper 1315; MacKinnon and Webb 2017, Journal of Applied Econometrics 32, 233-254), of which few
clusters still give many samples. The t is that of the CR2 standard error. It is linear in the sums
of each cluster, so counts and sums are enough and many samples are drawn by a few products.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Of double precision where one sample is judged, of single where thousands are simulated.
_Floats: TypeAlias = NDArray[np.floating[Any]]

_WEBB = np.sqrt([0.5, 1.0, 1.5])
_ZERO = 1e-10
#: Share of a squared t within which two are the same, in double precision and in single.
_ROUNDING, _ROUNDING_SINGLE = 1e-9, 1e-4
#: Halvings after which an end of most intervals is known to a hundredth of a standard error.
_HALVINGS = 8
#: Standard errors beyond which an interval is said to have no end.
_FARTHEST = 64.0


@dataclass(frozen=True)
class TwoMeans:
    """Two level means by cluster: what of a pair the bootstrap needs, for s responses.

    Attributes
    ----------
    share : ndarray, shape (c, 2)
        Of each level's rows.
    scale : ndarray, shape (c, 2)
        CR2's inverse root of one minus the share.
    total : ndarray, shape (2, ..., c, s)
        Sum of the responses of each cluster, divided by the number of rows of the level.
    part : ndarray, shape (2,)
        Share of either level in the rows of the pair.
    """

    share: _Floats
    scale: _Floats
    total: _Floats
    part: _Floats


def two_means(n_obs: ArrayLike, total: ArrayLike) -> TwoMeans:
    """Prepare a pair of levels.

    Parameters
    ----------
    n_obs : array_like, shape (c, 2)
        Rows of each cluster in either level.
    total : array_like of float, shape (2, ..., c, s)
        Sums of the responses; in their precision all else is worked out.
    """
    sums = np.asarray(total)
    n = np.asarray(n_obs, dtype=float)
    size = n.sum(axis=0)
    share = n / size
    scale = np.zeros_like(share)
    np.divide(1, np.sqrt(1 - share), out=scale, where=1 - share > _ZERO)
    kind = sums.dtype
    return TwoMeans(
        share.astype(kind),
        scale.astype(kind),
        np.stack([sums[j] / kind.type(size[j]) for j in (0, 1)]),
        (size / size.sum()).astype(kind),
    )


def draw_weights(n_clusters: int, n_samples: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return Webb's weights, shape (n_clusters, n_samples); more clusters leave the first alike."""
    points = np.concatenate([-_WEBB, _WEBB])
    return points[rng.integers(0, 6, (n_clusters, n_samples))]


def squared_t(pair: TwoMeans) -> _Floats:
    """Return the squared t of the samples themselves; shape (..., s)."""
    mean = pair.total.sum(axis=-2)
    score_a, score_b = (
        pair.scale[:, j, None] * (pair.total[j] - pair.share[:, j, None] * mean[j, ..., None, :])
        for j in (0, 1)
    )
    return _ratio((mean[0] - mean[1]) ** 2, ((score_a - score_b) ** 2).sum(axis=-2))


def drawn_squared_t(pair: TwoMeans, weights: _Floats) -> _Floats:
    """Return the squared t of every draw without a difference; shape (..., n_samples, s).

    Weights have shape (..., n_samples, c): samples that are stacked have draws of their own.
    """
    centre = np.tensordot(pair.part, pair.total.sum(axis=-2), 1)[..., None, :]
    e_a, e_b = (pair.total[j] - pair.share[:, j, None] * centre for j in (0, 1))
    k_a, k_b = (pair.scale * pair.share).T
    g = pair.scale[:, :1] * e_a - pair.scale[:, 1:] * e_b
    a, b = weights @ e_a, weights @ e_b
    variance = weights**2 @ g**2
    variance += a * (a * (k_a @ k_a) - 2 * (weights @ (g * k_a[:, None])))
    variance += b * (b * (k_b @ k_b) + 2 * (weights @ (g * k_b[:, None])))
    if (overlap := k_a @ k_b) > 0:
        variance -= 2 * overlap * a * b
    return _ratio((a - b) ** 2, variance)


def are_as_far(pair: TwoMeans, weights: _Floats) -> NDArray[np.bool_]:
    """Return which draws lie as far from no difference as the sample; shape (..., n_samples, s).

    Weights have the shape that :func:`drawn_squared_t` takes. A draw that repeats the sample
    counts, whatever order its sums were taken in.
    """
    drawn, observed = drawn_squared_t(pair, weights), squared_t(pair)[..., None, :]
    rounding = _ROUNDING_SINGLE if drawn.dtype == np.float32 else _ROUNDING
    return np.asarray(drawn >= observed * (1 - drawn.dtype.type(rounding)))


def wild_test(
    pair: TwoMeans, weights: NDArray[np.float64], confidence_level: float
) -> tuple[float, float, float]:
    """Return the p-value of no difference and the ends of the interval.

    Parameters
    ----------
    pair : TwoMeans
        Of one response.
    weights : ndarray, shape (n_samples, c)
    confidence_level : float

    Returns
    -------
    p_value, ci_low, ci_high : float
        The observed sample counts as one of the draws. The interval holds the differences that
        the same test, with that difference imposed, does not reject (MacKinnon 2023, Econometrics
        and Statistics); an end is infinite where none is rejected.

    Notes
    -----
    With a difference δ imposed, residuals are linear in δ, and so is all that is summed here.
    """
    share, scale = pair.share, pair.scale
    k_a, k_b = (scale * share).T
    total_a, total_b = pair.total[:, :, 0]
    centre = pair.part @ pair.total[:, :, 0].sum(axis=1)
    # residuals without a difference, and what one unit of it takes away
    e_a = np.column_stack([total_a - share[:, 0] * centre, share[:, 0] * pair.part[1]])
    e_b = np.column_stack([total_b - share[:, 1] * centre, -share[:, 1] * pair.part[0]])
    g = scale[:, :1] * e_a - scale[:, 1:] * e_b
    a, b = weights @ e_a, weights @ e_b
    squares = weights**2 @ np.column_stack([g[:, 0] ** 2, g[:, 0] * g[:, 1], g[:, 1] ** 2])
    with_a, with_b = weights @ (g * k_a[:, None]), weights @ (g * k_b[:, None])
    aa, ab, bb = k_a @ k_a, k_a @ k_b, k_b @ k_b

    mean = pair.total[:, :, 0].sum(axis=1)
    estimate = mean[0] - mean[1]
    std_error = float(abs(estimate) / np.sqrt(squared_t(pair)[0])) if estimate else 0.0
    if not std_error > 0:
        residual = pair.total[:, :, 0] - share.T * mean[:, None]
        std_error = float(
            np.sqrt(((scale[:, 0] * residual[0] - scale[:, 1] * residual[1]) ** 2).sum())
        )

    # of every draw: the difference is linear in δ, its variance a polynomial
    gap = a - b
    variance = squares * [1, -2, 1]
    for own, with_own, crossed, sign in ((a, with_a, aa, -2), (b, with_b, bb, 2)):
        variance += _product(own, crossed * own + sign * with_own)
    variance -= 2 * ab * _product(a, b)

    def p_value(difference: float) -> float:
        moved = gap[:, 0] - difference * gap[:, 1]
        of_draws = variance[:, 0] + difference * (variance[:, 1] + difference * variance[:, 2])
        observed = ((estimate - difference) / std_error) ** 2
        # a draw that repeats the sample must count, whatever order its sum was taken in; one
        # without a variance has no t
        as_far = (moved**2 >= observed * (1 - _ROUNDING) * of_draws) & (of_draws > 0)
        return (1 + int(as_far.sum())) / (len(weights) + 1)

    def end(sign: float) -> float:
        inside, outside = 0.0, 2.0
        while p_value(estimate + sign * outside * std_error) + confidence_level > 1:
            inside, outside = outside, 2 * outside
            if outside > _FARTHEST:
                return sign * np.inf
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            if p_value(estimate + sign * middle * std_error) + confidence_level > 1:
                inside = middle
            else:
                outside = middle
        return estimate + sign * (inside + outside) / 2 * std_error

    return p_value(0.0), end(-1.0), end(1.0)


def effective_clusters(n_obs: ArrayLike) -> float:
    r"""Return the effective number of clusters of a difference of two means.

    Parameters
    ----------
    n_obs : array_like, shape (c, 2)
        Rows of each cluster in either level; no cluster is empty.

    Notes
    -----
    Carter, Schnepel and Steigerwald (2017, Review of Economics and Statistics 99, 698-709):
    :math:`G / (1 + \Gamma)`, Γ the squared coefficient of variation of what each cluster adds to
    the variance of the difference, with rows of a cluster wholly alike, their conservative choice.
    """
    n = np.asarray(n_obs, dtype=float)
    share = n / n.sum(axis=0)
    added = (share[:, 0] - share[:, 1]) ** 2
    if not added.sum() > 0:
        return 0.0
    return float(added.sum() ** 2 / (added**2).sum())


def _ratio(numerator: _Floats, denominator: _Floats) -> _Floats:
    ratio = np.zeros_like(numerator)
    np.divide(numerator, denominator, out=ratio, where=denominator > 0)
    return ratio


def _product(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the coefficients of (x₀ − δx₁)(y₀ − δy₁) in 1, δ and δ², by draw."""
    return np.column_stack(
        [x[:, 0] * y[:, 0], -x[:, 0] * y[:, 1] - x[:, 1] * y[:, 0], x[:, 1] * y[:, 1]]
    )
