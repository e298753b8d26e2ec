"""Bias and errors of abilities, simulated on a cohort's own design."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import isotonic_regression

from analysis_py.statistics.ability.calibration import LEAST_ERROR_FACTOR, Calibration
from analysis_py.statistics.ability.parameters import Scale
from analysis_py.statistics.ability.scale import MOST_DEVELOPER_SHARE
from analysis_py.statistics.ability.simulation import (
    Z90,
    Simulated,
    corrected_parameters,
    most_able,
    simulate,
)
from analysis_py.statistics.arrays import FloatArray

#: Samples of each step, of which at least a share has to converge. The bias is measured twice:
#: first as if the fit were the truth, then from the fit less that bias, by more samples, because
#: the most able of one are right or wrong together. The last step is for the errors: each of its
#: samples is sampled once more.
N_SAMPLES = (30, 40, 40)
LEAST_CONVERGED = 0.8
_DEGREE = 3
_TAILS = (0.01, 0.99)
#: A corrected ability grows at least this much with the fitted one; nodes of its curve.
_LEAST_STRETCH, _N_NODES = 0.5, 101
UNCORRECTED = Calibration(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
#: Intervals are published that cover as much in samples that did not choose their factor, in
#: percent, and whose factor is no larger.
LEAST_COVERAGE, MOST_ERROR_FACTOR = 85.0, 2.0


@dataclass(frozen=True)
class Calibrated:
    """A cohort's own calibration, what its 90 % intervals cover, and why they are not published.

    ``coverage``, ``coverage_top`` of the most able and ``problem`` are None where there is none.
    """

    calibration: Calibration
    coverage: float | None
    coverage_top: float | None
    problem: str | None


def calibrate_cohort(
    scale: Scale, rng: np.random.Generator, n_samples: tuple[int, ...] = N_SAMPLES
) -> Calibrated:
    """Measure bias, errors and coverage of a fit by a parametric bootstrap on its own design.

    Notes
    -----
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 6. The bias is a cubic
    regression of the error on the estimate, constant in the outer percent of either side. The
    factor makes nine of ten intervals cover, of all models and of the most able, in samples that
    are each corrected by a curve of their own. What is published as coverage is that of either
    half of the last samples with the factor of the other.
    """
    too_few = f"fewer than {LEAST_CONVERGED:.0%} of simulated samples converge"
    failed = Calibrated(UNCORRECTED, None, None, too_few)
    calibration = UNCORRECTED
    for n in n_samples[:-1]:
        found = _samples([scale] * n, calibration, rng)
        if found is None:
            return failed
        calibration = _fit_bias(list(found.values()))
    first = _samples([scale] * n_samples[-1], calibration, rng)
    if first is None:
        return failed
    made = list(first.values())
    second = _samples([one.scale for one in made], calibration, rng)
    if second is None:
        return failed
    errors = _own_errors([(made[i], again) for i, again in second.items()], calibration)
    halves = errors[::2], errors[1::2]
    judged = [
        _covered(judged_on, _needed_factor(fitted_on))
        for fitted_on, judged_on in (halves, halves[::-1])
    ]
    coverage, coverage_top = 100 * np.concatenate(judged).mean(axis=0)
    calibration = replace(calibration, error_factor=_needed_factor(errors))
    problem = _problem(scale, calibration, min(coverage, coverage_top))
    return Calibrated(calibration, float(coverage), float(coverage_top), problem)


def _samples(
    sources: list[Scale], calibration: Calibration, rng: np.random.Generator
) -> dict[int, Simulated] | None:
    """Return a sample of each fit, by its place, if its own converges; None if too few can."""
    truths = [corrected_parameters(source, calibration) for source in sources]
    made = enumerate(simulate(sources[0].cells, truths, rng))
    converged = {i: one for i, one in made if one.scale.has_converged}
    return converged if len(converged) >= LEAST_CONVERGED * len(sources) else None


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
    return Calibration(nodes, least + isotonic_regression(corrected - least, weights=n_near).x)


def _own_errors(
    pairs: list[tuple[Simulated, Simulated]], calibration: Calibration
) -> list[tuple[FloatArray, FloatArray]]:
    """Return how many standard errors abilities are off, of all and of the most able, per sample.

    Each pair is a sample and one of its own fit. A sample that is too far apart at the top has a
    smaller bias by its own fit, so that its own curve corrects it too little (a double bootstrap:
    Davidson and MacKinnon 2007, Computational Statistics and Data Analysis 51, 3259-3281; one
    second sample each, as Giacomini, Politis and White 2013, Econometric Theory 29, 567-589). A
    curve from one sample is mostly noise; what of it is the fit's own is the regression of second
    samples' curves on first ones', by one slope.
    """
    unit = replace(calibration, error_factor=1.0)
    fitted = np.concatenate([one.scale.parameters.ability for one, _ in pairs])
    low, high = np.quantile(fitted, _TAILS)

    def powers(ability: FloatArray) -> FloatArray:
        return np.asarray(np.vander(np.clip(ability, low, high), _DEGREE + 1))

    def curve(one: Simulated) -> FloatArray:
        off = unit.abilities(one.scale)[0] - one.truth
        at = np.clip(one.scale.parameters.ability, low, high)
        return np.asarray(np.polyfit(at, off, _DEGREE))

    curves = np.array([[curve(one) for one in pair] for pair in pairs])
    mean = curves.mean(axis=0)
    first, second = np.moveaxis((curves - mean) @ powers(fitted).T, 1, 0)
    slope = (first * second).sum() / (first**2).sum()
    # the bias is measured twice, the second time from a truth that is off by the first one's slope
    slope *= 1 - slope
    errors = []
    for (one, _), own in zip(pairs, curves[:, 0], strict=True):
        value, factor = unit.abilities(one.scale)
        left = powers(one.scale.parameters.ability) @ (mean[1] + slope * (own - mean[0]))
        off = np.abs(value - left - one.truth) / (factor * np.sqrt(one.scale.covariance.variance))
        errors.append((off, off[most_able(one.truth)]))
    return errors


def _needed_factor(errors: list[tuple[FloatArray, FloatArray]]) -> float:
    """Return the factor of errors that nine of ten intervals cover with."""
    needed = max(np.quantile(np.concatenate(of), 0.9) for of in zip(*errors, strict=True)) / Z90
    return max(LEAST_ERROR_FACTOR, float(needed))


def _covered(errors: list[tuple[FloatArray, FloatArray]], factor: float) -> FloatArray:
    """Return the shares of intervals that cover, of all and of the most able, a row per sample."""
    return np.array([[(of <= factor * Z90).mean() for of in sample] for sample in errors])


def _problem(scale: Scale, calibration: Calibration, coverage: float) -> str | None:
    """Return why intervals are not published, or None."""
    if coverage < LEAST_COVERAGE:
        return f"intervals cover {int(coverage)} %"
    if calibration.error_factor > MOST_ERROR_FACTOR:
        factor = calibration.error_factor
        return f"intervals need errors {factor:.1f} times as large, more than {MOST_ERROR_FACTOR:g}"
    if scale.parameters.developer_share >= MOST_DEVELOPER_SHARE:
        return f"developers' share of the noise stands at its limit, {MOST_DEVELOPER_SHARE:g}"
    return None
