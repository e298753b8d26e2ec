"""Segmented regression: a straight line that bends once, from one summary per covariate value.

The model is ``y = a + b x + c (x - psi)+ + e``. Rows with the same ``x`` enter by their number,
mean and sum of squares, which is exact, as they share one fitted value.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

#: Smallest number of distinct values on either side of a breakpoint.
MIN_DISTINCT_SIDE = 3
#: Smallest share of the rows on either side of a candidate (Andrews 1993 takes 0.15).
TRIMMING = 0.05
_GRID = 2000

#: Estimate, standard error, lower and upper end.
Slope = tuple[float, float, float, float]


@dataclass(frozen=True)
class Points:
    """Rows summed at each distinct value of the covariate.

    Attributes
    ----------
    x, n, mean : ndarray, shape (m,)
        Ascending distinct values, rows at each and their mean response.
    sum_squares : float
        Squared deviations of rows from the mean of their value, summed over all.
    """

    x: np.ndarray
    n: np.ndarray
    mean: np.ndarray
    sum_squares: float

    @property
    def n_obs(self) -> int:
        """Number of rows."""
        return int(self.n.sum())


@dataclass(frozen=True)
class Segmented:
    """A broken line at its best breakpoint.

    Attributes
    ----------
    breakpoint, std_error : float
        On the scale of x; the latter by the delta method (Muggeo 2003), NaN if the best breakpoint
        is a value of x, where the likelihood has a kink.
    ci_low, ci_high : float
        By inversion of the profile F test; the outermost ends if the set is in several pieces.
    is_connected, reaches_low, reaches_high : bool
        Whether the set is one interval, and whether it reaches an end of the candidates and is open
        beyond.
    slope_before, slope_after : Slope
        With the breakpoint's uncertainty, by the delta method.
    rss_line, rss : float
        Residual sums of squares of the straight and of the broken line.
    """

    breakpoint: float
    std_error: float
    ci_low: float
    ci_high: float
    is_connected: bool
    reaches_low: bool
    reaches_high: bool
    slope_before: Slope
    slope_after: Slope
    rss_line: float
    rss: float


def candidate_range(points: Points) -> tuple[float, float] | None:
    """Range of breakpoints with enough rows and distinct values on both sides, or None."""
    m = points.x.size
    if m < 2 * MIN_DISTINCT_SIDE + 1:
        return None
    share = np.cumsum(points.n) / points.n_obs
    low = max(MIN_DISTINCT_SIDE - 1, int(np.argmax(share >= TRIMMING)))
    high = min(m - MIN_DISTINCT_SIDE, int(np.argmax(share > 1 - TRIMMING)))
    return (float(points.x[low]), float(points.x[high])) if low < high else None


def hinge_statistics(points: Points, psi: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the statistics of adding the hinge ``(x - psi)+`` to a line, at each candidate."""
    root = np.sqrt(points.n)
    Q = line_basis(points)
    H = np.maximum(points.x - psi[:, None], 0.0) * root
    H -= (H @ Q) @ Q.T
    H /= np.linalg.norm(H, axis=1)[:, None]
    return H, H @ (root * points.mean)


def line_rss(points: Points) -> float:
    """Residual sum of squares of the straight line."""
    y = np.sqrt(points.n) * points.mean
    Q = line_basis(points)
    residual = y - Q @ (Q.T @ y)
    return float(residual @ residual) + points.sum_squares


def fit_segmented(points: Points, confidence_level: float = 0.95) -> Segmented:
    """Fit the broken line by least squares over all candidates (Hudson 1966)."""
    limits = candidate_range(points)
    if limits is None:
        raise ValueError(f"{points.x.size} distinct values leave no candidate breakpoint")
    inside = points.x[(points.x >= limits[0]) & (points.x <= limits[1])]
    grid = np.union1d(np.linspace(*limits, _GRID), inside)
    straight = line_rss(points)

    def profile(psi: np.ndarray | float) -> np.ndarray:
        return straight - hinge_statistics(points, np.atleast_1d(psi))[1] ** 2

    values = profile(grid)
    best, rss = _refine(profile, grid, values)
    at = int(np.searchsorted(grid, best))
    if best not in grid:
        grid, values = np.insert(grid, at, best), np.insert(values, at, rss)
    df = points.n_obs - 4
    ceiling = rss * (1 + stats.f.ppf(confidence_level, 1, df) / df)
    accepted = values <= ceiling
    first, last = int(np.argmax(accepted)), int(accepted.size - 1 - np.argmax(accepted[::-1]))
    at_low, at_high = first == 0, last == grid.size - 1

    def excess(psi: float) -> float:
        return float(profile(psi)[0] - ceiling)

    ci_low = grid[0] if at_low else optimize.brentq(excess, grid[first - 1], grid[first])
    ci_high = grid[-1] if at_high else optimize.brentq(excess, grid[last], grid[last + 1])
    std_error, before, after = _slopes(points, best, rss, confidence_level)
    return Segmented(
        breakpoint=best,
        std_error=std_error,
        ci_low=float(ci_low),
        ci_high=float(ci_high),
        is_connected=bool(accepted[first : last + 1].all()),
        reaches_low=at_low,
        reaches_high=at_high,
        slope_before=before,
        slope_after=after,
        rss_line=straight,
        rss=rss,
    )


def line_basis(points: Points) -> np.ndarray:
    """Return orthonormal columns of the straight line, times the square root of n; (m, 2)."""
    root = np.sqrt(points.n)
    centred = points.x - np.average(points.x, weights=points.n)
    return np.column_stack(
        [root / np.linalg.norm(root), root * centred / np.linalg.norm(root * centred)]
    )


def _refine(
    profile: Callable[[float], np.ndarray], grid: np.ndarray, values: np.ndarray
) -> tuple[float, float]:
    """Minimise between the best point of the grid and its neighbours, away from values of x."""
    best, rss = float(grid[values.argmin()]), float(values.min())
    i = int(values.argmin())
    for low, high in zip(grid[max(i - 1, 0) : i + 1], grid[i : i + 2], strict=False):
        optimum = optimize.minimize_scalar(
            lambda psi: float(profile(psi)[0]),
            bounds=(low, high),
            method="bounded",
            options={"xatol": 1e-10},
        )
        if optimum.fun < rss:
            best, rss = float(optimum.x), float(optimum.fun)
    return best, rss


def _slopes(
    points: Points, psi: float, rss: float, confidence_level: float
) -> tuple[float, Slope, Slope]:
    """Return standard errors from the model linearised in its breakpoint (Muggeo 2003)."""
    root = np.sqrt(points.n)
    at_knot = bool(np.isclose(points.x, psi, rtol=0, atol=1e-7).any())
    columns = [np.ones_like(points.x), points.x, np.maximum(points.x - psi, 0.0)]
    linear = np.column_stack(columns) * root[:, None]
    coefficients = np.linalg.lstsq(linear, root * points.mean, rcond=None)[0]
    b, c = coefficients[1:]
    if not at_knot:
        columns.append(-c * (points.x > psi))
    X = np.column_stack(columns) * root[:, None]
    df = points.n_obs - 4
    covariance = rss / df * np.linalg.inv(X.T @ X)
    t = stats.t.ppf(0.5 + 0.5 * confidence_level, df)

    def interval(weights: tuple[float, float]) -> Slope:
        estimate = float(np.dot(weights, (b, c)))
        std_error = float(np.sqrt(np.array(weights) @ covariance[1:3, 1:3] @ np.array(weights)))
        return estimate, std_error, estimate - t * std_error, estimate + t * std_error

    std_error = float("nan") if at_knot else float(np.sqrt(covariance[3, 3]))
    return std_error, interval((1.0, 0.0)), interval((1.0, 1.0))
