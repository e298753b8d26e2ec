"""The same curve by a committed set of smoothers, and where all of them rise or fall.

A stretch of a curve is found if it is significant with every basis and number of functions, with
and without the rows whose size is not their family's, and beside slopes that differ between
families. Only then a verdict rests on it, and only of such terms the type I error is simulated.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine import GammError, GammFit
from analysis_py.statistics.gamm.engine.curves import grid, linear_functional
from analysis_py.statistics.gamm.engine.derivatives import (
    positive_stretches,
    simultaneous_critical_value,
)
from analysis_py.statistics.gamm.engine.design import Block
from analysis_py.statistics.gamm.engine.terms import block_test
from analysis_py.statistics.gamm.growth import TERM, GrowthRow, growth_of, growth_row
from analysis_py.statistics.gamm.model_spec import ARCHITECTURE, BASE, BASIS, BASIS_DIMENSION, TYPE
from analysis_py.statistics.gamm.plans import ModelPlan
from analysis_py.statistics.gamm.type1_error import BesideSlopes, FamilyNull, Type1ErrorRow

ALL_ROWS, AT_FAMILY_SIZE = "all", "at the size of the family"
OFF_SIZE = "is_off_family_size"
_POINTS, _DRAWS = 100, 2_000
#: What a fit raises that cannot be made.
_NO_FIT = (GammError, np.linalg.LinAlgError)


@dataclass(frozen=True)
class Smoother:
    """A basis, its number of functions, the rows, and whether families have slopes."""

    basis: str = BASIS
    k: int = BASIS_DIMENSION
    row_selection: str = ALL_ROWS
    has_family_slopes: bool = False


PUBLISHED = Smoother()
WITH_SLOPES = Smoother(has_family_slopes=True)
#: Of every model those that differ the most; of the curve of size all that ever decided alone.
OF_OTHERS = (
    PUBLISHED,
    Smoother(row_selection=AT_FAMILY_SIZE),
    Smoother("cr", 20),
    Smoother("gp", 20),
)
OF_SIZE = (
    *OF_OTHERS,
    Smoother(k=20),
    Smoother("cr", 20, AT_FAMILY_SIZE),
    Smoother("gp", 20, AT_FAMILY_SIZE),
)
SMOOTHERS = {
    "size_clustered": OF_SIZE,
    "size_with_type_clustered": OF_OTHERS,
    "size_by_type_clustered": OF_OTHERS,
    "interplay_clustered": OF_OTHERS,
    "size_scaled_clustered": OF_OTHERS,
}


@dataclass(frozen=True, kw_only=True)
class SmootherRow:
    """A term by one smoother: its curve and slope at 100 points, and where it rises and falls.

    A slope is null at sizes that the rows of the smoother do not reach.
    """

    term: str
    basis: str
    k: int
    row_selection: str
    has_family_slopes: bool
    n_obs: int
    edf: float
    p_value: float | None
    n_rises: int | None
    rises_from: float | None
    rises_to: float | None
    n_falls: int | None
    falls_from: float | None
    falls_to: float | None
    agrees: bool
    x: list[float] | None
    estimate: list[float] | None
    std_error: list[float] | None
    slope_low: list[float | None] | None
    slope_high: list[float | None] | None


@dataclass(frozen=True)
class _Curve:
    """A curve with the simultaneous band of its slope; infinite where there are no rows."""

    x: np.ndarray
    estimate: np.ndarray
    std_error: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass
class _Member:
    smoother: Smoother
    n_obs: int
    edf: float
    p_value: float | None
    curve: _Curve | None = None


@dataclass
class Comparison:
    """Rows of all smoothers of a fit, and type I errors of the terms that all of them find.

    ``growth`` has a row for every smoother of a curve of size; ``fits`` are those of all smoothers,
    the published one first, and ``null`` is what the type I errors were drawn from, if any were.
    """

    smoothers: list[SmootherRow] = field(default_factory=list)
    growth: list[GrowthRow] = field(default_factory=list)
    type1_errors: list[Type1ErrorRow] = field(default_factory=list)
    fits: list[GammFit] = field(default_factory=list)
    null: FamilyNull | None = None


def compare_smoothers(
    fit: GammFit,
    gamm: str,
    plan_with: Callable[[Smoother], ModelPlan],
    *,
    confidence_level: float,
    seed: int,
    draws: int,
    sizes_b: tuple[float, float],
) -> Comparison:
    """Fit a clustered model by every smoother of its set."""
    if gamm not in SMOOTHERS or f"s({BASE})" not in {block.label for block in fit.design.blocks}:
        return Comparison()
    is_of_size = SMOOTHERS[gamm] is OF_SIZE
    terms = [block for block in fit.design.penalised if _is_asked(block, gamm)]
    members: dict[str, list[_Member]] = {block.label: [] for block in terms}
    comparison = Comparison()
    for smoother, refit in _refits(fit, gamm, plan_with):
        comparison.fits.append(refit)
        comparison.growth += growth_of(refit, smoother == PUBLISHED, sizes_b)
        for index, block in enumerate(terms):
            same = next((each for each in refit.design.blocks if each.label == block.label), None)
            if same is not None:
                drawn = confidence_level, [seed, index]
                member = _member(refit, same, block, smoother, is_of_size, *drawn)
                members[block.label].append(member)
    for block in terms:
        of_term = members[block.label]
        # what smoothers differ in is open already, whatever slopes of families do to it
        if is_of_size or _is_found(of_term, confidence_level):
            null = comparison.null or FamilyNull(fit, draws, seed, confidence_level)
            comparison.null = null
            # growth is stated of every curve of size
            is_grown = is_of_size and block.label == TERM
            certificate = _certify(null, block, of_term, is_grown, confidence_level)
            of_term, error = certificate.members, certificate.error
            if error and _is_found(of_term, confidence_level):
                comparison.type1_errors.append(error)
            if error and certificate.beside and is_grown:
                of_sizes = null.curve(certificate.beside, np.log(sizes_b))
                comparison.growth = [
                    replace(row, critical_value=error.contrast_critical_value)
                    for row in (*comparison.growth, growth_row(False, *of_sizes))
                ]
        low, high = _agreed(of_term)
        comparison.smoothers += [_row(block, member, low, high) for member in of_term]
    return comparison


def _refits(
    fit: GammFit, gamm: str, plan_with: Callable[[Smoother], ModelPlan]
) -> Iterator[tuple[Smoother, GammFit]]:
    """Yield each smoother of the model's set that can be fitted, with its fit."""
    for smoother in SMOOTHERS[gamm]:
        if smoother == PUBLISHED:
            yield smoother, fit
            continue
        plan = plan_with(smoother)
        if plan.problem is not None:
            continue
        try:
            refit = plan.fit(is_thorough=False)
        except GammError:
            continue
        yield smoother, refit


@dataclass(frozen=True)
class _Certificate:
    """What a term is beside slopes of families: its members with that fit, and its type I error.

    Without a fit beside slopes there is no error either, and no verdict.
    """

    members: list[_Member]
    beside: BesideSlopes | None = None
    error: Type1ErrorRow | None = None


def _certify(
    null: FamilyNull, block: Block, members: list[_Member], is_grown: bool, confidence_level: float
) -> _Certificate:
    """Fit a term beside slopes of families; draw its error if it is found or its growth stated."""
    try:
        beside = null.fit_beside_slopes(block)
        members = [*members, _beside_slopes(null, beside, int(null.fit.n_obs))]
    except _NO_FIT:
        return _Certificate(members)
    if not (is_grown or _is_found(members, confidence_level)):
        return _Certificate(members, beside)
    try:
        return _Certificate(members, beside, null.simulate(beside))
    except _NO_FIT:
        return _Certificate(members, beside)


def _is_asked(block: Block, gamm: str) -> bool:
    """Return True of the curves, and of the effect that a model is there for."""
    if block.basis is not None:
        return gamm != "size_with_type_clustered"
    return (gamm, block.variable) in (
        ("size_clustered", ARCHITECTURE),
        ("size_with_type_clustered", TYPE),
    )


def _is_found(members: list[_Member], confidence_level: float) -> bool:
    """Return True if every smoother finds the effect, or one stretch of the curve."""
    if members[0].curve is None:
        return all(
            each.p_value is not None and each.p_value < 1.0 - confidence_level for each in members
        )
    low, high = _agreed(members)
    return bool((low > 0.0).any() or (high < 0.0).any())


def _beside_slopes(null: FamilyNull, beside: BesideSlopes, n_obs: int) -> _Member:
    member = _Member(WITH_SLOPES, n_obs, beside.edf, null.p_value(beside))
    if beside.block.basis is not None:
        band = null.band(beside)
        low, high = band.slope - band.half_width, band.slope + band.half_width
        member.curve = _Curve(band.x, band.curve, band.curve_std_error, low, high)
    return member


def _member(
    refit: GammFit,
    same: Block,
    block: Block,
    smoother: Smoother,
    is_tested: bool,
    confidence_level: float,
    seed: list[int],
) -> _Member:
    member = _Member(smoother, int(refit.n_obs), float(refit.edf[same.columns].sum()), None)
    if same.basis is None or is_tested:
        member.p_value = float(np.exp(block_test(refit, same).log_p_value))
    if same.basis is None:
        return member
    x = grid(block, _POINTS)
    D = same.basis.derivative(x)
    slope, error = linear_functional(refit, same, D)
    rng = np.random.default_rng(seed)
    critical = simultaneous_critical_value(refit, same, D, confidence_level, rng, _DRAWS)
    margin = 1e-9 * (block.high - block.low)
    outside = (x < same.low - margin) | (x > same.high + margin)
    low, high = slope - critical * error, slope + critical * error
    member.curve = _Curve(
        x,
        *linear_functional(refit, same, same.basis.evaluate(x)),
        np.where(outside, -np.inf, low),
        np.where(outside, np.inf, high),
    )
    return member


def _agreed(members: list[_Member]) -> tuple[np.ndarray, np.ndarray]:
    """Return the least lower and the greatest upper bound of the slope over the smoothers."""
    curves = [member.curve for member in members if member.curve is not None]
    if not curves:
        return np.empty(0), np.empty(0)
    low = np.min([curve.low for curve in curves], axis=0)
    high = np.max([curve.high for curve in curves], axis=0)
    return low, high


def _row(block: Block, member: _Member, low: np.ndarray, high: np.ndarray) -> SmootherRow:
    """Describe one curve; it agrees if all of its stretches are those of every smoother."""
    curve, smoother = member.curve, member.smoother
    rises: list[tuple[float, float]] = []
    falls: list[tuple[float, float]] = []
    agrees = True
    if curve is not None:
        # an infinite bound has no crossing to interpolate
        bounded = [np.maximum(edge, -1e6) for edge in (curve.low, -curve.high)]
        rises, falls = (positive_stretches(curve.x, edge) for edge in bounded)
        for stretches, edge in ((rises, low), (falls, -high)):
            for start, stop in stretches:
                inside = (curve.x >= start) & (curve.x <= stop)
                agrees = agrees and bool((edge[inside] > 0.0).any())

    def end(stretches: list[tuple[float, float]], last: bool) -> float | None:
        if not stretches:
            return None
        return float(np.exp(stretches[-1][1] if last else stretches[0][0]))

    def finite(values: np.ndarray) -> list[float | None]:
        return [float(value) if np.isfinite(value) else None for value in values]

    return SmootherRow(
        term=block.label,
        basis=smoother.basis,
        k=smoother.k,
        row_selection=smoother.row_selection,
        has_family_slopes=smoother.has_family_slopes,
        n_obs=member.n_obs,
        edf=member.edf,
        p_value=member.p_value,
        n_rises=len(rises) if curve is not None else None,
        rises_from=end(rises, False),
        rises_to=end(rises, True),
        n_falls=len(falls) if curve is not None else None,
        falls_from=end(falls, False),
        falls_to=end(falls, True),
        agrees=agrees,
        x=None if curve is None else curve.x.tolist(),
        estimate=None if curve is None else curve.estimate.tolist(),
        std_error=None if curve is None else curve.std_error.tolist(),
        slope_low=None if curve is None else finite(curve.low),
        slope_high=None if curve is None else finite(curve.high),
    )


def at_family_size(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows whose size is that of their base family."""
    return frame.filter(~pl.col(OFF_SIZE)) if OFF_SIZE in frame.columns else frame
