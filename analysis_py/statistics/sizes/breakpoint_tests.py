"""Supremum F test of a breakpoint, which exists only under the alternative.

The largest of many F statistics is not F distributed. With normal errors its null distribution
depends only on the design, so it is simulated exactly.
"""

from dataclasses import dataclass

import numpy as np

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
    """

    statistic: float
    p_value: float


def supremum_test(points: Points, simulations: int, seed: int) -> SupremumTest:
    """Compare the largest F with its simulated null distribution (Andrews 1993, Hansen 1996)."""
    limits = candidate_range(points)
    if limits is None:
        raise ValueError(f"{points.x.size} distinct values leave no candidate breakpoint")
    psi = np.linspace(*limits, _CANDIDATES)
    hinges, projections = hinge_statistics(points, psi)
    df = points.n_obs - 3
    rest = line_rss(points) - projections**2
    supremum = float((projections**2 / (rest / df)).max())

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
    )
