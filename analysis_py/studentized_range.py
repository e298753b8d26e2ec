r"""The studentized range distribution, accurate in relative terms far into its upper tail.

Tukey's adjusted p-values are upper tails of this distribution. Software that computes them as
one minus a probability has nothing below 1e-13 or so; here the tail itself is integrated, in logs.

With :math:`W` the range of ``k`` independent standard normals and :math:`s^2` an independent
:math:`\chi^2_\nu / \nu`,

.. math::
    P(W > w) = k \int \varphi(z) \left[ \Phi(z)^{k-1} - (\Phi(z) - \Phi(z - w))^{k-1} \right] dz,
    \qquad P(Q > q) = \int f_\nu(s)\, P(W > q s)\, ds

(Lund and Lund 1983, Applied Statistics 32, 204-210, rewritten for the upper tail). Both integrands
are analytic and vanish at both ends, where the trapezoidal rule converges geometrically
(Trefethen and Weideman 2014, SIAM Review 56, 385-458).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special

_LOG_ROOT_2PI = 0.5 * np.log(2 * np.pi)
# P(W > w) is a bump of unit width around w / 2; nine units on each side leave less than 1e-35.
_Z_OFFSETS = np.linspace(-9.0, 9.0, 73)
_N_SCALES = 400
# Points of the outer integrand that lie this many e-folds below its peak do not count.
_E_FOLDS = 45.0


def log_sf(q: ArrayLike, k: int, df: float) -> NDArray[np.float64]:
    """Return the log of the upper tail, ``log P(Q > q)``.

    Parameters
    ----------
    q : array_like
        Studentized ranges, not negative. Shape ``(n,)`` or a scalar.
    k : int
        Number of groups, at least 2.
    df : float
        Degrees of freedom of the variance estimate, positive.

    Returns
    -------
    ndarray
        Natural logarithms, of the shape of ``q``.

    Raises
    ------
    ValueError
        If ``k`` is below 2, ``df`` is not positive, or a ``q`` is negative or not a number.
    """
    if k < 2 or not df > 0:
        raise ValueError(f"needs k >= 2 and df > 0, got k = {k} and df = {df}")
    q = np.asarray(q, dtype=float)
    if not (q >= 0).all():
        raise ValueError("a studentized range is not negative")
    return np.array([_log_sf(value, k, df) for value in q.ravel()]).reshape(q.shape)


def critical_value(confidence_level: float, k: int, df: float) -> float:
    """Return the ``q`` that a studentized range exceeds with probability 1 - confidence_level."""
    target = np.log1p(-confidence_level)
    upper = 5.0
    while _log_sf(upper, k, df) > target:
        upper *= 2
    return float(optimize.brentq(lambda q: _log_sf(q, k, df) - target, 0.0, upper, xtol=1e-12))


def _log_sf(q: float, k: int, df: float) -> float:
    """Integrate over u = log s, between the modes of the density and of the tail."""
    if q == 0:
        return 0.0
    if np.isinf(q):
        return -np.inf
    tail_mode = 0.5 * np.log(df / (df + q**2 / 2))
    width = np.sqrt(_E_FOLDS / df)
    u = np.linspace(tail_mode - max(width, _E_FOLDS / df), min(width, 3.0), _N_SCALES)
    # The density of u: that of s = chi_df / sqrt(df), times s
    log_density = (
        np.log(2)
        + df / 2 * np.log(df / 2)
        - special.gammaln(df / 2)
        + df * u
        - df / 2 * np.exp(2 * u)
    )
    log_terms = log_density + _log_range_sf(q * np.exp(u), k)
    return float(min(special.logsumexp(log_terms) + np.log(u[1] - u[0]), 0.0))


def _log_range_sf(w: NDArray[np.float64], k: int) -> NDArray[np.float64]:
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
    log_terms = -(z**2) / 2 - _LOG_ROOT_2PI + (k - 1) * log_upper + difference
    step = _Z_OFFSETS[1] - _Z_OFFSETS[0]
    return special.logsumexp(log_terms, axis=1) + np.log(k * step)
