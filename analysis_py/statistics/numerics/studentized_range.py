r"""The studentized range distribution, accurate in relative terms far into its upper tail.

The adjusted p-values of Tukey and of Games and Howell are upper tails of this distribution.
Software that computes them as one minus a probability cannot resolve tails below about 1e-13; here
the tail itself is integrated, in logs.

With :math:`W` the range of ``k`` independent standard normals and :math:`s^2` an independent
:math:`\chi^2_\nu / \nu`,

.. math::
    P(W > w) = k \int \varphi(z) \left[ \Phi(z)^{k-1} - (\Phi(z) - \Phi(z - w))^{k-1} \right] dz,
    \qquad P(Q > q) = \int f_\nu(s)\, P(W > q s)\, ds

(Lund and Lund 1983, Applied Statistics 32, 204-210, rewritten for the upper tail). Both integrands
are analytic and vanish at both ends, where the trapezoidal rule converges geometrically
(Trefethen and Weideman 2014, SIAM Review 56, 385-458).

The inner integral depends on ``w`` and ``k`` alone. Divided by the tail of a single pair,
:math:`P(|z_1 - z_2| > w) / 2`, its logarithm runs smoothly from log 2 to log k(k - 1), so that it
is interpolated once per ``k`` and thousands of tails, each with its own ``df``, take a second.
"""

from functools import lru_cache

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike
from scipy import interpolate, special

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.numerics.stirling import LOG_ROOT_2PI, stirling_remainder

# P(W > w) is a bump of unit width around w / 2; nine units on each side leave less than 1e-35.
_Z_OFFSETS = np.linspace(-9.0, 9.0, 145)
# Points of the outer integrand this many e-folds below its peak are ignored.
_E_FOLDS = 40.0
# Beyond this range the chance that two pairs exceed it is exp(-w^2 / 12) times that of one:
# negligible.
_W_SINGLE_PAIR = 24.0
_N_PANELS = 48
_N_NODES = 14
# Bounds the memory of one pass, in rows of a few hundred doubles.
_CHUNK = 2000
# Newton's steps double the digits: the error after this one is of the order of its square.
_LAST_STEP = 1e-8


def log_sf(q: ArrayLike, k: ArrayLike, df: ArrayLike) -> FloatArray:
    """Return the log of the upper tail, ``log P(Q > q)``.

    Parameters
    ----------
    q : array_like
        Studentized ranges, not negative.
    k : array_like of int
        Number of groups, at least 2.
    df : array_like
        Degrees of freedom of the variance estimate, positive.

    Returns
    -------
    ndarray
        Natural logarithms, of the shape to which the arguments broadcast.

    Raises
    ------
    ValueError
        If a ``k`` is below 2, a ``df`` is not positive, or a ``q`` is negative or not a number.
    """
    q, k, df = _check_arguments(q, k, df)
    if not (q >= 0).all():
        raise ValueError("a studentized range is not negative")
    return _by_group_count(q, k, df)[0]


def critical_value(confidence_level: float, k: ArrayLike, df: ArrayLike) -> float | FloatArray:
    """Return the ``q`` that a studentized range exceeds with probability 1 - confidence_level.

    Parameters
    ----------
    confidence_level : float
        Between 0 and 1.
    k, df : array_like
        As for :func:`log_sf`.

    Returns
    -------
    float or ndarray
        A number if ``k`` and ``df`` are numbers, else an array of their broadcast shape.

    Raises
    ------
    ValueError
        If a ``k`` is below 2 or a ``df`` is not positive.
    RuntimeError
        If the iteration does not settle.
    """
    k, df = _check_arguments(k, df)
    target = np.log1p(-confidence_level)
    q, of_k, of_df = np.full(df.size, 5.0), k.ravel(), df.ravel()
    short = np.arange(q.size)
    while len(short):
        log_tail, _ = _by_group_count(q[short], of_k[short], of_df[short])
        short = short[log_tail > target]
        q[short] *= 2
    # log P(Q > q) is concave in log q, so Newton's steps from above the root never pass it
    unsettled = np.arange(q.size)
    for _ in range(100):
        log_tail, slope = _by_group_count(q[unsettled], of_k[unsettled], of_df[unsettled])
        step = (log_tail - target) / slope
        q[unsettled] *= np.exp(-step)
        unsettled = unsettled[~(np.abs(step) < _LAST_STEP)]
        if not len(unsettled):
            return float(q[0]) if df.ndim == 0 else q.reshape(df.shape)
    raise RuntimeError("the critical value of the studentized range did not settle")


def _check_arguments(*arguments: ArrayLike) -> tuple[FloatArray, ...]:
    """Broadcast the arguments and check the last two, ``k`` and ``df``."""
    arrays = np.broadcast_arrays(*(np.asarray(argument, dtype=float) for argument in arguments))
    k, df = arrays[-2:]
    if not ((k >= 2).all() and (df > 0).all()):
        raise ValueError(f"needs k >= 2 and df > 0, got k = {k} and df = {df}")
    return arrays


def _by_group_count(q: FloatArray, k: FloatArray, df: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return ``log P(Q > q)`` and its slope in log q, one pass per number of groups."""
    log_tail, slope = np.zeros(q.shape), np.zeros(q.shape)
    inside = (q > 0) & np.isfinite(q)
    log_tail[np.isinf(q)] = -np.inf
    n_scales = _scales_needed(df)
    for count, n in sorted(set(zip(k[inside], n_scales[inside], strict=True))):
        chosen = np.flatnonzero(inside & (k == count) & (n_scales == n))
        for rows in np.array_split(chosen, -(-len(chosen) // _CHUNK)):
            log_tail.flat[rows], slope.flat[rows] = _integrate(
                q.flat[rows], int(count), df.flat[rows], int(n)
            )
    return log_tail, slope


def _scales_needed(df: FloatArray) -> IntArray:
    """Return the number of points of the outer integral for an error below 1e-12.

    The integrand of many degrees of freedom is a bump as wide as its range; with few, the density
    has a long lower tail but no less curvature.
    """
    few = np.ceil(500 / np.minimum(df, 1.0))
    return np.where(df >= 30, 100, np.where(df >= 5, 200, few)).astype(np.int64)


def _integrate(
    q: FloatArray, k: int, df: FloatArray, n_scales: int
) -> tuple[FloatArray, FloatArray]:
    """Integrate over u = log s, from below the mode of the product to above it.

    The tail is at most that of a normal, whose product with the density has this mode and the
    curvature 2 df there; that of many groups is flatter, and its mode nearer to 0.
    """
    normal_mode = 0.5 * np.log(df / (df + q**2 / 2))
    width = np.sqrt(_E_FOLDS / df)
    # a bound of the root of (df / 2) (exp(2u) - 1 - 2u) = _E_FOLDS below 0
    lower = normal_mode - np.minimum(width, 0.5) - _E_FOLDS / df
    upper = np.minimum(np.minimum(width, 3.0), normal_mode + 2 * width)
    step = (upper - lower) / (n_scales - 1)
    u = lower[:, None] + step[:, None] * np.arange(n_scales)
    log_density = log_scale_density(u, df[:, None])
    w = q[:, None] * np.exp(u)
    log_range_tail, range_slope = _interpolated_range_tail(w, k)
    log_terms = log_density + log_range_tail
    peak = log_terms.max(axis=1, keepdims=True)
    terms = np.exp(log_terms - peak)
    total = terms.sum(axis=1)
    log_tail = np.minimum(np.log(total * step) + peak[:, 0], 0.0)
    return log_tail, (terms * range_slope).sum(axis=1) / total


def log_scale_density(u: FloatArray, df: ArrayLike) -> FloatArray:
    r"""Return the log of the density of u = log s, where s² is chi-squared over its df.

    Notes
    -----
    The density of s times s is :math:`2 h^h s^{2h} e^{-h s^2} / \Gamma(h)` with
    :math:`h = \nu / 2`. Stirling's formula takes :math:`h \log h - h` out of
    :math:`\log\Gamma(h)`, and what stays is zero to second order at u = 0:

    .. math::
        \tfrac12 \log \frac{2 h}{\pi} - \Delta(h) - h (e^{2u} - 1 - 2u).
    """
    half_df = np.asarray(df, dtype=float) / 2
    at_zero = 0.5 * np.log(2 * half_df / np.pi) - stirling_remainder(half_df)
    return at_zero - half_df * (np.expm1(2 * u) - 2 * u)


def _interpolated_range_tail(w: FloatArray, k: int) -> tuple[FloatArray, FloatArray]:
    """Return ``log P(W > w)`` and its slope in log w."""
    excess, excess_slope = _log_excess(k)
    inside = np.minimum(w, _W_SINGLE_PAIR)
    log_pair = special.log_ndtr(-w / np.sqrt(2))
    # the density over the tail, without the exponentials that they share
    pair_hazard = 1 / (np.sqrt(np.pi) * special.erfcx(w / 2))
    slope = np.where(w < _W_SINGLE_PAIR, excess_slope(inside), 0.0) - pair_hazard
    return log_pair + excess(inside), w * slope


@lru_cache(maxsize=64)
def _log_excess(k: int) -> tuple[interpolate.PPoly, interpolate.PPoly]:
    """Interpolate ``log P(W > w)`` minus the log of a pair's tail, and give its derivative."""
    edges = np.linspace(0.0, _W_SINGLE_PAIR, _N_PANELS + 1)
    half = (edges[1] - edges[0]) / 2
    nodes = chebyshev.chebpts1(_N_NODES)
    w = (edges[:-1] + half)[:, None] + half * nodes
    values = log_range_sf(w.ravel(), k).reshape(w.shape) - special.log_ndtr(-w / np.sqrt(2))
    series = np.linalg.solve(chebyshev.chebvander(nodes, _N_NODES - 1), values.T)
    coefficients = np.empty_like(series)
    for panel in range(_N_PANELS):
        # in powers of the distance from the panel's left edge, the highest first
        on_panel = chebyshev.Chebyshev(series[:, panel], domain=[0.0, 2 * half])
        powers = on_panel.convert(kind=np.polynomial.Polynomial, domain=[0, 1], window=[0, 1]).coef
        coefficients[:, panel] = np.pad(powers, (0, _N_NODES - len(powers)))[::-1]
    excess = interpolate.PPoly(coefficients, edges, extrapolate=True)
    return excess, excess.derivative()


def log_range_sf(w: FloatArray, k: int) -> FloatArray:
    """Return ``log P(W > w)`` for the range of k standard normals."""
    z = w[:, None] / 2 + _Z_OFFSETS
    log_upper = special.log_ndtr(z)
    log_ratio = special.log_ndtr(z - w[:, None]) - log_upper
    # 1 - (1 - r)^(k - 1), whose limit for small r is (k - 1) r
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = np.where(
            log_ratio < -600,
            np.log(k - 1) + log_ratio,
            np.log(-np.expm1((k - 1) * np.log1p(-np.exp(np.minimum(log_ratio, 0))))),
        )
    log_terms = -(z**2) / 2 - LOG_ROOT_2PI + (k - 1) * log_upper + difference
    step = _Z_OFFSETS[1] - _Z_OFFSETS[0]
    return special.logsumexp(log_terms, axis=1) + np.log(k * step)
