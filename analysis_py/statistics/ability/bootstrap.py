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


def calibrate_cohort(
    scale: Scale, rng: np.random.Generator, n_samples: tuple[int, ...] = N_SAMPLES
) -> Calibrated:
    """Measure bias, errors and coverage of a fit by a parametric bootstrap on its own design.

    Notes
    -----
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 6. The bias is a cubic
    regression of the error on the estimate, constant in the outer percent of either side. The
    factors make nine of ten intervals cover, at each ability, in samples that are each corrected by
    a curve of their own. What is published as coverage is that of either half of the last samples
    with the factors of the other. Where the data refute profiles that are independent between
    benchmarks, the last samples have profiles that correlate as the data's do.
    """
    failed = Calibrated(
        UNCORRECTED, f"fewer than {LEAST_CONVERGED:.0%} of simulated samples converge"
    )
    calibration, samples = UNCORRECTED, None
    for n in n_samples[:-1]:
        samples = _samples([scale] * n, calibration, rng)
        if samples is None:
            return failed
        calibration = _fit_bias(list(samples.values()))
    assert samples is not None
    observed = profile_correlations(scale)
    drawn = [profile_correlations(one.scale) for one in samples.values()]
    fit_p = profile_fit_p(observed, drawn)
    is_refuted = fit_p is not None and fit_p < REFUTED
    root = correlated_profiles(scale, observed, drawn) if is_refuted else None
    errors = _sample_errors(scale, calibration, n_samples[-1], rng, root)
    if errors is None:
        return failed
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


def _samples(
    sources: list[Scale],
    calibration: Calibration,
    rng: np.random.Generator,
    root: FloatArray | None = None,
) -> dict[int, Simulated] | None:
    """Return a sample of each fit, by its place, if its own converges; None if too few can."""
    truths = [corrected_parameters(source, calibration) for source in sources]
    made = enumerate(simulate(sources[0].cells, truths, rng, root=root))
    converged = {i: one for i, one in made if one.scale.has_converged}
    return converged if len(converged) >= LEAST_CONVERGED * len(sources) else None


def _sample_errors(
    scale: Scale,
    calibration: Calibration,
    n: int,
    rng: np.random.Generator,
    root: FloatArray | None,
) -> list[_Errors] | None:
    """Return the errors of samples, of more where they are large; None if too few converge."""
    first = _samples([scale] * n, calibration, rng, root)
    if first is None:
        return None
    made = list(first.values())
    again = _samples([one.scale for one in made], calibration, rng, root)
    if again is None:
        return None
    errors = _own_errors(made, again, calibration)
    if _with_factors(calibration, errors).factors.max() > LARGE_FACTOR:
        more = _samples([scale] * N_MORE, calibration, rng, root)
        errors = _own_errors([*made, *(more or {}).values()], again, calibration)
    return errors


def _fit_bias(made: list[Simulated]) -> Calibration:
    """Return fitted abilities less a polynomial of their bias, made to grow where that falls."""
    fitted = np.concatenate([one.scale.parameters.ability for one in made])
    true = np.concatenate([one.truth for one in made])
    low, high = np.quantile(fitted, _TAILS)
    nodes = np.linspace(low, high, _N_NODES)
    at = np.clip(fitted, nodes[0], nodes[-1])
    corrected = nodes - np.polyval(np.polyfit(at, fitted - true, _DEGREE), nodes)
    # the nearest curve that grows enough, by how many abilities each node stands for
    n_near = 1 + np.bincount(np.abs(at[:, None] - nodes).argmin(axis=1), minlength=_N_NODES)
    least = _LEAST_STRETCH * nodes
    grown = least + isotonic_regression(corrected - least, weights=n_near).x
    return Calibration(nodes, grown, np.full(_N_NODES, LEAST_ERROR_FACTOR))


def _own_errors(
    made: list[Simulated], again: dict[int, Simulated], calibration: Calibration
) -> list[_Errors]:
    """Return the errors of samples, each corrected by a curve of its own.

    Some are sampled again from their own fit. A sample that is too far apart at the top has a
    smaller bias by its own fit, so that its own curve corrects it too little (a double bootstrap:
    Davidson and MacKinnon 2007, Computational Statistics and Data Analysis 51, 3259-3281; one
    second sample each, as Giacomini, Politis and White 2013, Econometric Theory 29, 567-589). A
    curve from one sample is mostly noise; what of it is the fit's own is the regression of second
    samples' curves on first ones', by one slope.
    """
    unit = replace(calibration, factors=np.ones_like(calibration.fitted))
    fitted = np.concatenate([one.scale.parameters.ability for one in made])
    low, high = np.quantile(fitted, _TAILS)

    def powers(ability: FloatArray) -> FloatArray:
        return np.asarray(np.vander(np.clip(ability, low, high), _DEGREE + 1))

    def curve(one: Simulated) -> FloatArray:
        off = unit.abilities(one.scale)[0] - one.truth
        at = np.clip(one.scale.parameters.ability, low, high)
        return np.asarray(np.polyfit(at, off, _DEGREE))

    curves = np.array([curve(one) for one in made])
    pairs = np.array([(curves[i], curve(second)) for i, second in again.items()])
    mean = pairs.mean(axis=0)
    first, second = np.moveaxis((pairs - mean) @ powers(fitted).T, 1, 0)
    slope = (first * second).sum() / (first**2).sum()
    # the bias is measured twice, the second time from a truth that is off by the first one's slope
    slope *= 1 - slope
    errors = []
    for one, of_one in zip(made, curves, strict=True):
        ability = one.scale.parameters.ability
        value, factor = unit.abilities(one.scale)
        left = powers(ability) @ (mean[1] + slope * (of_one - mean[0]))
        off = np.abs(value - left - one.truth) / (factor * np.sqrt(one.scale.covariance.variance))
        is_top = np.isin(np.arange(len(off)), most_able(one.truth))
        errors.append(_Errors(off, ability, is_top))
    return errors


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
