"""Supremum F and Davies tests of a breakpoint, which exists only under the alternative.

The largest of many F statistics is not F distributed. With normal errors its null distribution
depends only on the design, so it is simulated exactly. Davies's bound gives the order of magnitude
of p-values that a simulation cannot resolve.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis_py.statistics.numerics.tails import log10_t_sf
from analysis_py.statistics.sizes.breakpoints import (
    Points,
    candidate_range,
    hinge_statistics,
    line_basis,
    line_rss,
)

_CANDIDATES = 100


@dataclass(frozen=True)
class SupremumTest:
    """Test of a straight line against one that bends somewhere.

    Attributes
    ----------
    statistic : float
        The largest F (1 and n - 3 degrees of freedom) over the candidates.
    p_value : float
        ``(1 + simulations at least as large) / (1 + simulations)``.
    log10_p_davies : float
        log10 of Davies's (1987) upper bound, from the signed roots of F turned to normal scores.
    """

    statistic: float
    p_value: float
    log10_p_davies: float


def supremum_test(points: Points, simulations: int, seed: int) -> SupremumTest:
    """Compare the largest F with its simulated null distribution (Andrews 1993, Hansen 1996)."""
    limits = candidate_range(points)
    if limits is None:
        raise ValueError(f"{points.x.size} distinct values leave no candidate breakpoint")
    psi = np.linspace(*limits, _CANDIDATES)
    hinges, projections = hinge_statistics(points, psi)
    df = points.n_obs - 3
    rest = line_rss(points) - projections**2
    t = projections / np.sqrt(rest / df)
    supremum = float((t**2).max())

    # y = e: the means have variance 1 / n, and what the line and the hinge leave is chi-squared
    rng = np.random.default_rng(seed)
    line = line_basis(points)
    noise = rng.standard_normal((points.x.size, simulations))
    # a chi-squared of 0 degrees of freedom is 0
    within = 2 * rng.standard_gamma((points.n_obs - points.x.size) / 2, simulations)
    total = (noise**2).sum(axis=0) - ((line.T @ noise) ** 2).sum(axis=0) + within
    largest = ((hinges @ noise) ** 2).max(axis=0)
    # F increases with the reduction of the sum of squares, so the largest reduction gives the
    # largest F
    null = largest / ((total - largest) / df)
    at_least = int((null >= supremum).sum())
    return SupremumTest(
        statistic=supremum,
        p_value=(1 + at_least) / (1 + simulations),
        log10_p_davies=davies_log10_p(t, df),
    )


def davies_log10_p(t: np.ndarray, df: int) -> float:
    r"""Return log10 of Davies's bound for the largest of t statistics along a curve.

    Parameters
    ----------
    t : ndarray, shape (g,)
        Ordered along the nuisance parameter.

    Notes
    -----
    With normal scores z of M their largest modulus and V their total variation,
    :math:`p \le 2 \{\Phi(-M) + V e^{-M^2/2} / \sqrt{8\pi}\}` (Davies 1987, Biometrika 74, eq. 3.4),
    two-sided. A t becomes the z of the same tail, in logs, since no double may hold either tail.
    """
    z = -np.sign(t) * special.ndtri_exp(log10_t_sf(np.abs(t), df) * np.log(10))
    largest = np.abs(z).max()
    variation = np.abs(np.diff(z)).sum()
    log_terms = [special.log_ndtr(-largest), -np.inf]
    if variation > 0:
        log_terms[1] = np.log(variation) - largest**2 / 2 - 0.5 * np.log(8 * np.pi)
    return float(min((np.log(2) + special.logsumexp(log_terms)) / np.log(10), 0.0))
