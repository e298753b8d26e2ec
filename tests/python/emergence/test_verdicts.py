"""Verdicts on curves of known shape, and the order of the rules."""

import numpy as np
import pytest
from curve_shapes import flat, hump, leap, line, sigmoid, simulate, step

from analysis_py.statistics.emergence.shapes import RIVALS, bic
from analysis_py.statistics.emergence.verdicts import BIC_MARGIN, decide_verdict, judge


@pytest.mark.simulation
@pytest.mark.parametrize(
    ("shape", "expected", "least"),
    [
        (leap, "emergent", 36),
        (step, "emergent", 22),
        (line, "gradual", 36),
        (sigmoid, "gradual", 36),
        (flat, "flat", 34),
        (hump, "not monotone", 36),
    ],
)
def test_known_curves_get_their_verdict(shape, expected, least):
    """Of 40 data sets; no other shape than a step is ever called emergent more than twice.

    A jump of three residual deviations is often within reach of a sigmoid over a factor of 2.5 in
    size, so only some are found; of five, nearly all.
    """
    found = [judge(*simulate(shape, seed), 199, 0.6, 0.95, [1, seed]).verdict for seed in range(40)]
    assert found.count(expected) >= least
    if shape not in (leap, step):
        assert found.count("emergent") <= 2


def test_the_order_of_the_rules():
    def decide(best="step", sharp=5.0, jumps=True, p_fall=0.5, slope=1.0):
        return decide_verdict(best, sharp, jumps, p_fall, slope, 0.05)

    assert decide() == "emergent"
    assert decide(p_fall=0.001) == "emergent"
    assert decide(best="flat") == "flat"
    assert decide(jumps=False) == "inconclusive"
    assert decide(sharp=1.9) == "inconclusive"
    assert decide(sharp=-1.9) == "inconclusive"
    assert decide(sharp=-2.0) == "gradual"
    assert decide(sharp=-2.0, slope=-1.0) == "inconclusive"
    assert decide(sharp=-2.0, p_fall=0.04) == "not monotone"
    assert decide(jumps=False, p_fall=0.04) == "not monotone"


def test_a_jump_down_does_not_emerge():
    for seed in range(5):
        x, y = simulate(lambda x: -step(x), seed)
        assert judge(x, y, 99, 0.6, 0.95, [1]).verdict == "not monotone"


def test_the_scale_decides_about_the_curve():
    """Exponential in log size: on the log scale no curve beats a line by the margin."""
    x, noise = simulate(flat, 5, noise=0.15)
    y = np.exp(0.5 * x + noise - 30)
    lines = []
    for scores in (np.log(y), y):
        fits = [rival(x, scores) for rival in RIVALS]
        bics = {fit.model: bic(fit.rss, len(x), fit.n_parameters) for fit in fits}
        lines.append(bics["line"] - min(bics.values()))
    assert lines[0] < BIC_MARGIN
    assert lines[1] > 50
