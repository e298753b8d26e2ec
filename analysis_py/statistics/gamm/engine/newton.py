"""Newton's method on log smoothing parameters, from several starts (Wood 2011)."""

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.gamm.engine.errors import ConvergenceError
from analysis_py.statistics.gamm.engine.reml import RemlCriterion, RemlPoint

_MAX_ITERATIONS = 200
_MAX_STEP = 5.0
_MAX_HALVINGS = 30
_GRADIENT_TOLERANCE = 1e-7
# A term is as good as straight (or free) once its smoothing parameter is this far, in
# logarithms, from the one that shrinks a typical coefficient by half.
_LIMIT = np.log(1e9)
# Coefficients with less than this share of the information of the best do not count for a start.
_TINY = 1e-10
# A grid of moves of one log smoothing parameter that looks for another basin.
_SCAN = (-12.0, -9.0, -6.0, -4.0, -2.0, 2.0, 4.0, 6.0, 9.0, 12.0)
# A basin this much worse than the best cannot be called a rival.
_SCAN_WINDOW = 5.0
# Two optima are one when the edf of every term agrees to this.
_SAME_EDF = 0.05
# A descent is on its way to a known optimum if no edf differs by more than this share of the
# coefficients of its term, and the criterion falls at all these points of the straight path there.
_ARRIVED_SHARE = 0.2
_PATH = np.linspace(0.0, 1.0, 7)[1:-1]


@dataclass(frozen=True)
class Optimum:
    """A stationary point of the criterion."""

    point: RemlPoint
    edf: np.ndarray  # (J,): Effective degrees of freedom of each penalised block.


@dataclass(frozen=True)
class Search:
    """All distinct optima found, the best first."""

    optima: tuple[Optimum, ...]

    @property
    def best(self) -> Optimum:
        """The optimum with the smallest criterion."""
        return self.optima[0]


def search_optima(criterion: RemlCriterion, *, is_thorough: bool = True) -> Search:
    """Minimise the criterion from several starts and keep every distinct optimum.

    Parameters
    ----------
    is_thorough : bool
        If false, the first start that converges is enough.

    Raises
    ------
    ConvergenceError
        If no start converges.

    Notes
    -----
    Three joint starts (about half, most and little freedom per term) are followed by a scan: at
    each optimum each smoothing parameter is moved alone over a wide grid, and Newton is started
    again from every grid point that is a local minimum of the scan in another basin.
    """
    centre, low, high = _starts_and_limits(criterion)
    optima: list[Optimum] = []
    if centre.size == 0:
        return Search((Optimum(criterion.point(centre), centre),))
    for shift in (0.0, 6.0, -5.0):
        if is_thorough or not optima:
            _add(optima, _newton(criterion, centre + shift, low, high, optima))
    for start in _scan_starts(criterion, optima, low, high) if is_thorough else ():
        _add(optima, _newton(criterion, start, low, high, optima))
    if not optima:
        names = ", ".join(block.label for block in criterion.blocks)
        raise ConvergenceError(
            f"No start of the search for the smoothing parameters of {names} converged;"
            " look for a covariate with a lone value far from all others"
        )
    return Search(tuple(sorted(optima, key=lambda optimum: optimum.point.value)))


def _starts_and_limits(
    criterion: RemlCriterion,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log smoothing parameters that shrink a typical coefficient by half, and their limits."""
    information = criterion.products.information
    centre = np.empty(len(criterion.blocks))
    largest = np.empty_like(centre)
    for j, block in enumerate(criterion.blocks):
        penalised = block.penalty > 0.0
        ratio = information[block.columns][penalised] / block.penalty[penalised]
        largest[j] = np.log(ratio.max())
        centre[j] = np.log(np.maximum(ratio, _TINY * ratio.max())).mean()
    return centre, centre - _LIMIT, largest + _LIMIT


def _scan_starts(
    criterion: RemlCriterion, optima: list[Optimum], low: np.ndarray, high: np.ndarray
) -> list[np.ndarray]:
    """Points of a coordinate scan around the best optimum that lie in another basin."""
    starts: list[np.ndarray] = []
    if not optima:
        return starts
    best = min(optima, key=lambda optimum: optimum.point.value).point
    for j in range(best.rho.size):
        offsets = np.array([*[s for s in _SCAN if s < 0], 0.0, *[s for s in _SCAN if s > 0]])
        values = criterion.values_along(best, j, np.clip(best.rho[j] + offsets, low[j], high[j]))
        for i, offset in enumerate(offsets):
            neighbours = [values[k] for k in (i - 1, i + 1) if 0 <= k < offsets.size]
            if (
                offset != 0.0
                and all(values[i] < other - 1e-9 for other in neighbours)
                and values[i] - best.value < _SCAN_WINDOW
            ):
                rho = best.rho.copy()
                rho[j] = np.clip(rho[j] + offset, low[j], high[j])
                starts.append(rho)
    return starts


def _newton(
    criterion: RemlCriterion,
    start: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    known: list[Optimum],
) -> Optimum | None:
    """Newton steps with a Hessian made positive, step halving and box limits.

    None if they do not converge, or arrive at an optimum that is known.
    """
    try:
        point = criterion.point(np.clip(start, low, high))
    except np.linalg.LinAlgError:
        return None
    for _ in range(_MAX_ITERATIONS):
        if any(_arrived(criterion, point, optimum) for optimum in known):
            return None
        # At a limit with the criterion still falling outwards the coordinate is settled.
        settled = ((point.rho >= high) & (point.gradient <= 0.0)) | (
            (point.rho <= low) & (point.gradient >= 0.0)
        )
        free = np.flatnonzero(~settled)
        if free.size == 0 or np.abs(point.gradient[free]).max() < _GRADIENT_TOLERANCE:
            return Optimum(point, _edf(criterion, point))
        step = np.zeros_like(point.rho)
        step[free] = _descent(point.hessian[np.ix_(free, free)], point.gradient[free])
        following = _line_search(criterion, point, step, low, high)
        if following is None:
            # No representable descent is left: as good as converged if the slope is tiny.
            if np.abs(point.gradient[free]).max() < 1e3 * _GRADIENT_TOLERANCE:
                return Optimum(point, _edf(criterion, point))
            return None
        point = following
    return None


def _arrived(criterion: RemlCriterion, point: RemlPoint, optimum: Optimum) -> bool:
    gap = np.abs(_edf(criterion, point) - optimum.edf)
    if np.any(gap > _ARRIVED_SHARE * criterion.ranks):
        return False
    way, before = optimum.point.rho - point.rho, point.value
    for share in _PATH:
        value = criterion.value(point.rho + share * way)
        if value >= before:
            return False
        before = value
    return optimum.point.value < before


def _descent(hessian: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(hessian)
    # where a smoothing parameter goes to infinity curvature is as small as the slope; a higher
    # floor creeps there where hundreds of levels make the rest of the curvature large
    floor = max(1e-10 * np.abs(values).max(), 1e-12)
    values = np.maximum(np.abs(values), floor)
    step = -vectors @ ((vectors.T @ gradient) / values)
    return step * min(1.0, _MAX_STEP / np.abs(step).max())


def _line_search(
    criterion: RemlCriterion,
    point: RemlPoint,
    step: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
) -> RemlPoint | None:
    slack = 1e-12 * abs(point.value)
    for _ in range(_MAX_HALVINGS):
        rho = np.clip(point.rho + step, low, high)
        if np.array_equal(rho, point.rho):
            return None
        try:
            candidate = criterion.point(rho)
        except np.linalg.LinAlgError:
            candidate = None
        if candidate is not None and candidate.value <= point.value + slack:
            improved = candidate.value < point.value - slack
            flatter = np.abs(candidate.gradient).sum() < np.abs(point.gradient).sum()
            if improved or flatter:
                return candidate
        step = 0.5 * step
    return None


def _edf(criterion: RemlCriterion, point: RemlPoint) -> np.ndarray:
    # F = A^-1 X'WX = I - A^-1 S
    return np.array([block.penalty.size for block in criterion.blocks]) - point.traces


def _add(optima: list[Optimum], optimum: Optimum | None) -> None:
    """Keep an optimum unless it is one already known."""
    if optimum is None:
        return
    for i, known in enumerate(optima):
        if np.abs(known.edf - optimum.edf).max() < _SAME_EDF:
            if optimum.point.value < known.point.value:
                optima[i] = optimum
            return
    optima.append(optimum)
