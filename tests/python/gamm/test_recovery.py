"""Known functions come back, with the stated coverage and error rates."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats

from analysis_py.statistics.gamm.engine import (
    curves_table,
    fit_gamm,
    partial_effect,
    predict,
    random_effects_table,
    terms_table,
)
from analysis_py.statistics.gamm.engine.derivatives import simultaneous_critical_value


def curve(x: np.ndarray) -> np.ndarray:
    return np.sin(2 * np.pi * x) + x


@pytest.mark.parametrize("basis", ["tp", "ps"])
def test_a_curve(basis):
    rng = np.random.default_rng(1)
    x = rng.uniform(size=2000)
    frame = pl.DataFrame({"x": x, "y": 3 + curve(x) + rng.normal(0, 0.2, x.size)})
    fit = fit_gamm(frame, f'y ~ s(x, bs="{basis}", k=15)')
    grid = np.linspace(0.02, 0.98, 50)
    fitted = predict(fit, pl.DataFrame({"x": grid}))["estimate"].to_numpy()
    assert np.abs(fitted - 3 - curve(grid)).max() < 0.06
    assert fit.scale == pytest.approx(0.04, rel=0.1)


def test_a_straight_line_has_one_degree_of_freedom():
    rng = np.random.default_rng(2)
    edf = []
    for _ in range(60):
        x = np.round(rng.uniform(size=150), 2)
        frame = pl.DataFrame({"x": x, "y": 2 * x + rng.normal(0, 0.3, x.size)})
        edf.append(terms_table(fit_gamm(frame, "y ~ s(x)"))["edf"][0])
    assert np.median(edf) == pytest.approx(1.0, abs=0.05)
    assert np.min(edf) > 1 - 1e-6


def test_a_perfect_line_is_a_line():
    x = np.arange(30.0)
    rough = 1e-6 * np.sin(17 * x)
    fit = fit_gamm(pl.DataFrame({"x": x, "y": 1 + 0.5 * x + rough}), "y ~ s(x)")
    slope = np.diff(curves_table(fit)["estimate"].to_numpy()) / (29 / 99)
    np.testing.assert_allclose(slope, 0.5, atol=1e-5)


def test_curves_by_level_and_contrasts():
    rng = np.random.default_rng(3)
    n = 3000
    x, kind = np.round(rng.uniform(size=n), 2), rng.integers(0, 2, n)
    mean = np.where(kind == 0, curve(x), 1.5 - x)
    frame = pl.DataFrame(
        {"x": x, "kind": np.array(["a", "b"])[kind], "y": mean + rng.normal(0, 0.2, n)}
    )
    fit = fit_gamm(frame, "y ~ s(x, by=kind) + kind")
    terms = terms_table(fit)
    assert terms["term"].to_list() == ["s(x):kind=a", "s(x):kind=b", "kind"]
    assert terms.filter(pl.col("term") == "s(x):kind=b")["edf"][0] < 2
    grid = np.linspace(0.05, 0.95, 30)
    for level, truth in (("a", curve(grid)), ("b", 1.5 - grid)):
        new = pl.DataFrame({"x": grid, "kind": [level] * 30})
        assert np.abs(predict(fit, new)["estimate"].to_numpy() - truth).max() < 0.08


def test_random_effects_and_their_spread():
    rng = np.random.default_rng(4)
    effect = rng.normal(0, 0.5, 40)
    group = np.repeat(np.arange(40), 50)
    x = np.round(rng.uniform(size=2000), 2)
    frame = pl.DataFrame(
        {
            "x": x,
            "group": [f"{i:02d}" for i in group],
            "y": curve(x) + effect[group] + rng.normal(0, 0.3, 2000),
        }
    )
    table = random_effects_table(fit_gamm(frame, 'y ~ s(x) + s(group, bs="re")'))
    centred = effect - effect.mean()
    assert np.corrcoef(table["estimate"].to_numpy(), centred)[0, 1] > 0.99
    assert table["random_effect_std_dev"][0] == pytest.approx(effect.std(ddof=1), rel=0.1)
    assert table["n_obs"].to_list() == [50.0] * 40


@pytest.mark.simulation
def test_bands_cover_as_often_as_they_say():
    """Pointwise on average over the curve (Marra & Wood 2012), simultaneous all along it."""
    rng = np.random.default_rng(5)
    x = np.round(rng.uniform(size=250), 2)
    centred = curve(x).mean()
    grid = np.linspace(x.min(), x.max(), 40)
    pointwise, everywhere = [], []
    for _ in range(200):
        frame = pl.DataFrame({"x": x, "y": curve(x) + rng.normal(0, 0.4, x.size)})
        fit = fit_gamm(frame, "y ~ s(x)")
        effect = partial_effect(fit, "s(x)", grid)
        error = np.abs(effect["estimate"].to_numpy() - (curve(grid) - centred))
        std_error = effect["std_error"].to_numpy()
        pointwise.append(np.mean(error < 1.959964 * std_error))
        block = fit.block("s(x)")
        critical = simultaneous_critical_value(
            fit, block, block.basis.evaluate(grid), 0.95, rng, 1000
        )
        everywhere.append(np.all(error < critical * std_error))
    assert np.mean(pointwise) == pytest.approx(0.95, abs=0.025)
    assert np.mean(everywhere) == pytest.approx(0.95, abs=0.06)


@pytest.mark.simulation
def test_p_values_of_a_smooth_are_uniform_without_an_effect():
    rng = np.random.default_rng(6)
    p = []
    for _ in range(400):
        x = np.round(rng.uniform(size=150), 2)
        z = rng.uniform(size=150).round(2)
        frame = pl.DataFrame({"x": x, "z": z, "y": curve(x) + rng.normal(0, 0.4, 150)})
        terms = terms_table(fit_gamm(frame, "y ~ s(x) + s(z)"))
        p.append(terms["p_value"][1])
    assert stats.kstest(p, "uniform").statistic < 0.1
    assert np.mean(np.asarray(p) < 0.05) == pytest.approx(0.05, abs=0.035)
