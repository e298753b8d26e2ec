"""Test of a jump against gradual curves by parametric bootstrap.

The place of a jump is searched for, so the gain of a jump has no textbook distribution (Davies
1987, Biometrika 74, 33-43; Zhang and Siegmund 2007, Biometrics 63, 22-32). It is taken from samples
of the best gradual curve, in each of which every curve is searched for anew.
"""

from dataclasses import replace

import numpy as np

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.emergence.jump_curves import (
    Design,
    Fits,
    Samples,
    best_gradual,
    fit_shapes,
    fitted_means,
    gain_of_jump,
    make_design,
    residual_sd,
    sum_by_size,
)
from analysis_py.statistics.emergence.rows import JumpTest
from analysis_py.statistics.emergence.shapes import inner_sizes

#: Fewer base families, or fewer sizes, cannot tell the shapes apart.
MIN_ROWS = 30
MIN_SIZES = 10
#: Largest distance in BIC from the best gradual curve at which another is still a plausible truth;
#: beyond it the evidence against the curve is strong (Kass and Raftery 1995).
PLAUSIBLE = 6.0
#: The jump whose chance of being found is stated, in residual standard deviations.
JUMP_SD = 2.0
#: Samples of each truth that the level is set on, and as many that it is measured on.
_CALIBRATION = 200
#: The level is set with room for the error of measuring it.
_ROOM = 0.6


def cannot_judge(x: FloatArray, y: FloatArray) -> str | None:
    """Return why an ability cannot be judged by the sizes of the models, or None."""
    if len(x) < MIN_ROWS:
        return f"fewer than {MIN_ROWS} base families of known size"
    if len(np.unique(x)) < MIN_SIZES:
        return f"fewer than {MIN_SIZES} sizes"
    if len(inner_sizes(x)) < 3:
        return "nearly all base families share a size"
    if np.ptp(y) == 0:
        return "all scores are equal"
    return None


def jump_test(
    x: FloatArray,
    y: FloatArray,
    n_samples: int,
    alpha: float,
    rng: np.random.Generator,
) -> tuple[JumpTest, bool]:
    """Test a jump against the best gradual curve by parametric bootstrap, and say if one is found.

    Notes
    -----
    Scores scatter about a curve normally with one variance. How often the test is wrong is measured
    on this design: every plausible gradual curve, as fitted, is taken for the truth, and the test
    is repeated on samples of it. Each repetition draws one sample of its own best gradual curve
    and all share these (Giacomini, Politis and White 2013, Econometric Theory 29, 567-589), which
    spares a bootstrap within the bootstrap. The critical p is set on one batch of samples, with
    room, and lowered where a second batch, on which the false alarms are measured, asks for it.
    """
    design = make_design(x)
    samples = sum_by_size(design, x, y)
    fits = fit_shapes(design, samples)
    best = best_gradual(design, fits)
    sd = residual_sd(design, fits, best)
    gain = float(gain_of_jump(design, fits)[0])
    # thousands of samples, about 0, in single precision
    rough = replace(
        design, root=design.root.astype(np.float32), columns=design.columns.astype(np.float32)
    )
    null = _draw(rough, fitted_means(design, fits, best), sd, n_samples, rng)
    at_least = int((gain_of_jump(rough, fit_shapes(rough, null)) >= gain).sum())
    p_value = (1 + at_least) / (1 + n_samples)

    gradual = [
        (fitted_means(design, fits, which), residual_sd(design, fits, which))
        for which in _plausible(design, fits)
    ]
    set_on = [_p_values(rough, *truth, rng) for truth in gradual]
    measured = [_p_values(rough, *truth, rng) for truth in gradual]
    critical = min(
        alpha,
        *(float(np.quantile(p, _ROOM * alpha, method="lower")) for p in set_on),
        *(float(np.quantile(p, alpha, method="lower")) for p in measured),
    )
    alarms = [float((p < critical).mean()) for p in measured]
    jump = JUMP_SD * float(sd[0])
    middle = np.median(np.repeat(design.x, np.rint(design.root**2).astype(int)))
    step = (design.root * jump * (design.x > middle))[:, None]
    test = JumpTest(
        p_jump=p_value,
        critical_p_jump=critical,
        false_alarm_rate=max(alarms),
        jump=jump,
        power_at_jump=float((_p_values(rough, step, sd, rng) < critical).mean()),
    )
    return test, gain > 0 and p_value < critical


def _plausible(design: Design, fits: Fits) -> list[IntArray]:
    """Return the positions of the gradual shapes that may be the truth, one spline among them."""
    bic = fits.bic[:, 0]
    limit = bic[~design.is_sharp].min() + PLAUSIBLE
    best: dict[str, int] = {}
    for i in np.argsort(bic, kind="stable"):
        if not design.is_sharp[i] and bic[i] <= limit:
            best.setdefault(design.shapes[i].name, int(i))
    return [np.array([i]) for i in best.values()]


def _p_values(
    design: Design, means: FloatArray, sd: FloatArray, rng: np.random.Generator
) -> FloatArray:
    """Return the p-values of the test in samples of a truth, 1 where a jump gains nothing."""
    samples = _draw(design, means, sd, _CALIBRATION, rng)
    fits = fit_shapes(design, samples)
    best = best_gradual(design, fits)
    null = _draw(
        design,
        fitted_means(design, fits, best),
        residual_sd(design, fits, best),
        _CALIBRATION,
        rng,
    )
    gain = gain_of_jump(design, fits)
    of_null = np.sort(gain_of_jump(design, fit_shapes(design, null)))
    at_least = _CALIBRATION - np.searchsorted(of_null, gain)
    return np.where(gain > 0, (1 + at_least) / (1 + _CALIBRATION), 1.0)


def _draw(
    design: Design, means: FloatArray, sd: FloatArray, n_samples: int, rng: np.random.Generator
) -> Samples:
    """Draw samples about scaled means, shape (m, 1) or (m, b), with normal noise."""
    spare = design.n - len(design.x)
    noise = (rng.standard_normal((len(design.x), n_samples)) * sd).astype(np.float32)
    squares = sd**2 * rng.chisquare(spare, n_samples) if spare else np.zeros(n_samples)
    return Samples(noise + means.astype(np.float32), squares.astype(np.float32))
