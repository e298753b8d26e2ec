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
#: the most able of one are right or wrong together. The last step is for the errors.
N_SAMPLES = (30, 60, 40)
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

    Parameters
    ----------
    scale : Scale
    rng : numpy.random.Generator
    n_samples : tuple of int
        Of each step.

    Notes
    -----
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 6. The bias is a cubic
    regression of the error on the estimate, constant in the outer percent of either side. The
    factor makes nine of ten intervals cover, of all models and of the most able. What is
    published as coverage is that of either half of the last samples with the factor of the other.
    """
    calibration = UNCORRECTED
    for step, n in enumerate(n_samples, start=1):
        found = _samples(scale, calibration, n, rng)
        if found is None:
            too_few = f"fewer than {LEAST_CONVERGED:.0%} of simulated samples converge"
            return Calibrated(UNCORRECTED, None, None, too_few)
        made = found
        if step < len(n_samples):
            calibration = _fit_bias(made)
    halves = made[::2], made[1::2]
    judged = [
        _covered(judged_on, _with_factor(calibration, fitted_on))
        for fitted_on, judged_on in (halves, halves[::-1])
    ]
    coverage, coverage_top = 100 * np.concatenate(judged).mean(axis=0)
    calibration = _with_factor(calibration, made)
    problem = _problem(scale, calibration, min(coverage, coverage_top))
    return Calibrated(calibration, float(coverage), float(coverage_top), problem)


def _samples(
    scale: Scale, calibration: Calibration, n: int, rng: np.random.Generator
) -> list[Simulated] | None:
    """Return those of n samples whose fits converge; None as soon as too few can."""
    truth = corrected_parameters(scale, calibration)
    made: list[Simulated] = []
    for i in range(n):
        try:
            one = simulate(scale.cells, truth, rng)
        except np.linalg.LinAlgError:
            one = None
        if one is not None and one.scale.has_converged:
            made.append(one)
        elif i + 1 - len(made) > (1 - LEAST_CONVERGED) * n:
            return None
    return made


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


def _errors(one: Simulated, calibration: Calibration) -> FloatArray:
    """Return how many standard errors each ability is off."""
    value, factor = calibration.abilities(one.scale)
    return np.abs(value - one.truth) / (factor * np.sqrt(one.scale.covariance.variance))


def _with_factor(calibration: Calibration, made: list[Simulated]) -> Calibration:
    """Return a calibration with the factor that samples call for."""
    unit = replace(calibration, error_factor=1.0)
    errors = [_errors(one, unit) for one in made]
    tops = [of[most_able(one.truth)] for of, one in zip(errors, made, strict=True)]
    needed = max(np.quantile(np.concatenate(of), 0.9) for of in (errors, tops)) / Z90
    return replace(calibration, error_factor=max(LEAST_ERROR_FACTOR, float(needed)))


def _covered(made: list[Simulated], calibration: Calibration) -> FloatArray:
    """Return the shares of intervals that cover, of all and of the most able, a row per sample."""
    rows = []
    for one in made:
        covers = _errors(one, calibration) <= Z90
        rows.append((covers.mean(), covers[most_able(one.truth)].mean()))
    return np.array(rows)


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
