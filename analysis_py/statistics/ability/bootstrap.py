"""Bias and errors of abilities, simulated on a cohort's own design."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy.optimize import isotonic_regression

from analysis_py.statistics.ability.calibration import LEAST_ERROR_FACTOR, Calibration
from analysis_py.statistics.ability.parameters import Scale
from analysis_py.statistics.ability.profiles import (
    correlated_profiles,
    profile_correlations,
    profile_fit_p,
)
from analysis_py.statistics.ability.scale import MOST_DEVELOPER_SHARE
from analysis_py.statistics.ability.simulation import (
    Z90,
    Simulated,
    corrected_parameters,
    most_able,
    simulate,
)
from analysis_py.statistics.arrays import BoolArray, FloatArray

#: Samples of each step, of which at least a share has to converge. The bias is measured twice:
#: first as if the fit were the truth, then from the fit less that bias, by more samples, because
#: the most able of one are right or wrong together. The last step is for the errors: each of its
#: samples is sampled once more. Where an error grows by more than a factor, so many more are taken.
N_SAMPLES = (30, 40, 40)
N_MORE, LARGE_FACTOR = 160, 1.4
LEAST_CONVERGED = 0.8
_DEGREE = 3
_TAILS = (0.01, 0.99)
#: A corrected ability grows at least this much with the fitted one; nodes of its curve.
_LEAST_STRETCH, _N_NODES = 0.5, 101
#: The factor of errors at an ability is that of so large a share of all nearest to it.
_WINDOW = 1 / 8
UNCORRECTED = Calibration(np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.full(2, 1.2))
#: Intervals are published that cover as much in samples that did not choose their factor, in
#: percent, and whose factor is no larger.
LEAST_COVERAGE, MOST_ERROR_FACTOR = 85.0, 2.0
#: Profiles correlate where as few samples of independent ones correlate as much.
REFUTED = 0.05


@dataclass(frozen=True)
class Calibrated:
    """A cohort's own calibration, what its 90 % intervals cover, and why they are not published.

    Coverage and mean factors of errors are of all models and of the most able. What is not known,
    and ``problem`` where there is none, is None.
    """

    calibration: Calibration
    problem: str | None
    coverage: float | None = None
    coverage_top: float | None = None
    error_factor: float | None = None
    error_factor_top: float | None = None
    profile_fit_p: float | None = None


class _Errors(NamedTuple):
    """How many standard errors the abilities of a sample are off, where, and who leads."""

    off: FloatArray
    fitted: FloatArray
    is_top: BoolArray


class _Pair(NamedTuple):
    """A sample, another, and one of the first one's fit by the random numbers of the other."""

    first: Simulated
    other: Simulated
    second: Simulated


@dataclass(frozen=True)
class _OwnCurves:
    """The errors of samples as curves of fitted ability, coefficients of the highest power first.

    ``first`` and ``second`` are the means of samples and of samples of their fits; ``slope`` is
    how much of a sample's curve comes again in its own sample. Beyond ``low`` and ``high`` curves
    are constant.
    """

    fitted: FloatArray
    low: float
    high: float
    of_samples: FloatArray
    first: FloatArray
    second: FloatArray
    slope: float

    def at(self, curve: FloatArray, ability: FloatArray) -> FloatArray:
        """Return the values of a curve at abilities."""
        return np.asarray(np.polyval(curve, np.clip(ability, self.low, self.high)))


def calibrate_cohort(
    scale: Scale, rng: np.random.Generator, n_samples: tuple[int, ...] = N_SAMPLES
) -> Calibrated:
    """Measure bias, errors and coverage of a fit by a parametric bootstrap on its own design.

    Notes
    -----
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 6. The bias is a cubic
    regression of the error on the estimate, constant in the outer percent of either side. Samples
    have as much noise as makes them fit the noise of the data, and the bias that is left after two
    steps is measured by samples of samples. The factors make nine of ten intervals cover, at each
    ability, in samples that are each corrected by a curve of their own. What is published as
    coverage is that of either half of the last samples with the factors of the other. Where the
    data refute profiles that are independent between benchmarks, the last samples have profiles
    that correlate as the data's do.
    """
    failed = Calibrated(
        UNCORRECTED, f"fewer than {LEAST_CONVERGED:.0%} of simulated samples converge"
    )
    calibration, samples = UNCORRECTED, None
    for n in n_samples[:-1]:
        samples = _samples([scale] * n, calibration, _draw_seeds(rng, n))
        if samples is None:
            return failed
        made = list(samples.values())
        calibration = replace(_fit_bias(made), noise=_correct_noise(scale, made, calibration.noise))
    assert samples is not None
    observed = profile_correlations(scale)
    drawn = [profile_correlations(one.scale) for one in samples.values()]
    fit_p = profile_fit_p(observed, drawn)
    is_refuted = fit_p is not None and fit_p < REFUTED
    root = correlated_profiles(scale, observed, drawn) if is_refuted else None
    measured = _measure_errors(scale, calibration, n_samples[-1], rng, root)
    if measured is None:
        return failed
    calibration, errors = measured
    rates = [
        _covered(judged_on, _with_factors(calibration, fitted_on))
        for fitted_on, judged_on in ((errors[::2], errors[1::2]), (errors[1::2], errors[::2]))
    ]
    coverage, coverage_top = 100 * np.concatenate(rates).mean(axis=0)
    calibration = _with_factors(calibration, errors)
    ability = scale.parameters.ability
    factors = calibration.error_factors(ability)
    factor, factor_top = float(factors.mean()), float(factors[most_able(ability)].mean())
    problem = _problem(scale, max(factor, factor_top), min(coverage, coverage_top))
    return Calibrated(
        calibration,
        f"developers' profiles correlate: {problem}" if problem and is_refuted else problem,
        *(float(coverage), float(coverage_top), factor, factor_top),
        fit_p,
    )


def _draw_seeds(rng: np.random.Generator, n: int) -> list[int]:
    return [int(seed) for seed in rng.integers(2**63, size=n)]


def _samples(
    sources: list[Scale],
    calibration: Calibration,
    seeds: list[int],
    root: FloatArray | None = None,
) -> dict[int, Simulated] | None:
    """Return a sample of each fit, by its place, if its own converges; None if too few can."""
    truths = [corrected_parameters(source, calibration) for source in sources]
    rngs = [np.random.default_rng(seed) for seed in seeds]
    made = enumerate(simulate(sources[0].cells, truths, rngs, root=root))
    converged = {i: one for i, one in made if one.scale.has_converged}
    return converged if len(converged) >= LEAST_CONVERGED * len(sources) else None


def _measure_errors(
    scale: Scale,
    calibration: Calibration,
    n: int,
    rng: np.random.Generator,
    root: FloatArray | None,
) -> tuple[Calibration, list[_Errors]] | None:
    """Return the calibration less the bias that it leaves, and the errors of samples with it.

    More samples are taken where errors are large. None if too few converge.
    """
    seeds = _draw_seeds(rng, n)
    first = _samples([scale] * n, calibration, seeds, root)
    if first is None:
        return None
    made = list(first.values())
    # a sample of each fit by the random numbers of another fit's own
    others = np.roll(np.arange(len(made)), -1)
    seeds = [seeds[i] for i in first]
    again = _samples([one.scale for one in made], calibration, [seeds[i] for i in others], root)
    if again is None:
        return None
    pairs = [_Pair(made[i], made[others[i]], second) for i, second in again.items()]
    debiased, errors = _own_errors(made, pairs, calibration)
    if _with_factors(debiased, errors).factors.max() > LARGE_FACTOR:
        more = _samples([scale] * N_MORE, calibration, _draw_seeds(rng, N_MORE), root)
        debiased, errors = _own_errors([*made, *(more or {}).values()], pairs, calibration)
    return debiased, errors


def _fit_bias(made: list[Simulated]) -> Calibration:
    """Return fitted abilities less a polynomial of their bias, made to grow where that falls."""
    fitted = np.concatenate([one.scale.parameters.ability for one in made])
    true = np.concatenate([one.truth for one in made])
    low, high = np.quantile(fitted, _TAILS)
    nodes = np.linspace(low, high, _N_NODES)
    at = np.clip(fitted, nodes[0], nodes[-1])
    bias = np.asarray(np.polyval(np.polyfit(at, fitted - true, _DEGREE), nodes), dtype=float)
    grown = _grow(nodes, nodes - bias, fitted)
    return Calibration(nodes, grown, np.full(_N_NODES, LEAST_ERROR_FACTOR))


def _grow(nodes: FloatArray, corrected: FloatArray, fitted: FloatArray) -> FloatArray:
    """Return the nearest curve that grows enough, by how many abilities each node stands for."""
    at = np.clip(fitted, nodes[0], nodes[-1])
    n_near = 1 + np.bincount(np.abs(at[:, None] - nodes).argmin(axis=1), minlength=len(nodes))
    least = _LEAST_STRETCH * nodes
    return np.asarray(least + isotonic_regression(corrected - least, weights=n_near).x)


def _correct_noise(scale: Scale, made: list[Simulated], noise: float) -> float:
    """Return what multiplies fitted noise, so that samples fit as much as the data do.

    Weights of cells in the tails estimate the scale of a t distribution, which is less than its
    standard deviation, and less than that of developers' normal profiles. One factor is of all
    benchmarks: a benchmark's own fit is drawn to the common noise on purpose (simulated bias: Kuk
    1995, Journal of the Royal Statistical Society B 57, 395-407).
    """
    fitted = np.log([one.scale.parameters.extra for one in made]).mean(axis=0)
    n_cells = np.bincount(scale.cells.benchmark, minlength=len(fitted))
    more = np.average(fitted - np.log(scale.parameters.extra), weights=n_cells)
    return noise * float(np.exp(-more))


def _own_curves(made: list[Simulated], pairs: list[_Pair], calibration: Calibration) -> _OwnCurves:
    """Return the errors that a calibration leaves as curves of ability, and what of them repeats.

    A sample that is too far apart at the top has a smaller bias by its own fit, so that its own
    curve corrects it too little (a double bootstrap: Davidson and MacKinnon 2007, Computational
    Statistics and Data Analysis 51, 3259-3281; one second sample each, as Giacomini, Politis and
    White 2013, Econometric Theory 29, 567-589). A curve from one sample is mostly noise; what of it
    is the fit's own is the regression on it of what changes where the fit is sampled, and not the
    data's, by the same random numbers. It has one slope.
    """
    unit = replace(calibration, factors=np.ones_like(calibration.fitted))
    fitted = np.concatenate([one.scale.parameters.ability for one in made])
    low, high = np.quantile(fitted, _TAILS)

    def curve(one: Simulated) -> FloatArray:
        off = unit.abilities(one.scale)[0] - one.truth
        at = np.clip(one.scale.parameters.ability, low, high)
        return np.asarray(np.polyfit(at, off, _DEGREE))

    of_samples = np.array([curve(one) for one in made])
    of_pairs = np.array([[curve(one) for one in pair] for pair in pairs])
    change = of_pairs[:, 2] - of_pairs[:, 1]
    powers = np.vander(np.clip(fitted, low, high), _DEGREE + 1).T
    own = (of_pairs[:, 0] - of_pairs[:, 0].mean(axis=0)) @ powers
    changed = (change - change.mean(axis=0)) @ powers
    slope = (own * changed).sum() / (own**2).sum()
    mean = of_samples.mean(axis=0)
    return _OwnCurves(fitted, low, high, of_samples, mean, mean + change.mean(axis=0), slope)


def _less_left_bias(calibration: Calibration, curves: _OwnCurves) -> Calibration:
    """Return the calibration less what a fit's own curve leaves of the bias.

    Samples of samples are less biased than samples, and samples than the data, about as much each
    time: what the one difference is, the other is taken to be.
    """
    nodes = calibration.fitted
    left = curves.at(curves.first - curves.second, nodes)
    grown = _grow(nodes, calibration.corrected - left, curves.fitted)
    return replace(calibration, corrected=grown)


def _own_errors(
    made: list[Simulated], pairs: list[_Pair], calibration: Calibration
) -> tuple[Calibration, list[_Errors]]:
    """Return the calibration less the bias that it leaves, and errors with each sample's own."""
    curves = _own_curves(made, pairs, calibration)
    debiased = _less_left_bias(calibration, curves)
    unit = replace(debiased, factors=np.ones_like(calibration.fitted))
    # the bias is measured twice, the second time from a truth that is off by the first one's slope
    slope = curves.slope * (1 - curves.slope)
    errors = []
    for one, of_one in zip(made, curves.of_samples, strict=True):
        ability = one.scale.parameters.ability
        value, factor = unit.abilities(one.scale)
        left = curves.at(curves.second + slope * (of_one - curves.first), ability)
        off = np.abs(value - left - one.truth) / (factor * np.sqrt(one.scale.covariance.variance))
        is_top = np.isin(np.arange(len(off)), most_able(one.truth))
        errors.append(_Errors(off, ability, is_top))
    return debiased, errors


def _with_factors(calibration: Calibration, errors: list[_Errors]) -> Calibration:
    """Return the calibration with factors that nine of ten intervals cover with, at each node.

    The most able by truth are not quite those that are fitted highest, so that the factors there
    grow until nine of ten of their intervals cover too.
    """
    off, fitted, is_top = (np.concatenate(each) for each in zip(*errors, strict=True))
    order = np.argsort(fitted, kind="stable")
    width = int(np.ceil(_WINDOW * len(order)))
    middle = np.searchsorted(fitted[order], calibration.fitted)
    first = np.clip(middle - width // 2, 0, len(order) - width)
    needed = np.array([np.quantile(off[order[at : at + width]], 0.9) for at in first]) / Z90
    factors = np.maximum(LEAST_ERROR_FACTOR, needed)
    of_top = np.interp(fitted[is_top], calibration.fitted, factors)
    lacking = float(np.quantile(off[is_top] / of_top, 0.9)) / Z90
    factors[calibration.fitted >= np.quantile(fitted[is_top], 0.1)] *= max(1.0, lacking)
    return replace(calibration, factors=factors)


def _covered(errors: list[_Errors], calibration: Calibration) -> FloatArray:
    """Return the shares of intervals that cover, of all and of the most able, a row per sample."""
    is_within = [one.off <= Z90 * calibration.error_factors(one.fitted) for one in errors]
    return np.array(
        [(of.mean(), of[one.is_top].mean()) for of, one in zip(is_within, errors, strict=True)]
    )


def _problem(scale: Scale, factor: float, coverage: float) -> str | None:
    """Return why intervals are not published, or None."""
    if coverage < LEAST_COVERAGE:
        return f"intervals cover {int(coverage)} %"
    if factor > MOST_ERROR_FACTOR:
        return f"intervals need errors {factor:.1f} times as large, more than {MOST_ERROR_FACTOR:g}"
    if scale.parameters.developer_share >= MOST_DEVELOPER_SHARE:
        return f"developers' share of the noise stands at its limit, {MOST_DEVELOPER_SHARE:g}"
    return None
