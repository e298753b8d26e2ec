"""The pyGAM fits: pieces that must agree exactly, and how far the curves lie from mgcv's.

pyGAM uses another basis and another criterion, so its curves do not meet mgcv's. The limits here
are wide on purpose: they catch a swapped term, a missing centring or a wrong link, not the
distance between two libraries. The reference values are those of ``tests/reference/gamm``.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.gamm.engine.curves import CurvePoint
from analysis_py.statistics.gamm.engine.errors import GammError
from analysis_py.statistics.gamm.engine.terms import TermRow
from analysis_py.statistics.gamm.pygam_engine import fit_pygam, pygam_curves, pygam_terms
from analysis_py.statistics.rows import schema_of

REFERENCE = Path(__file__).parents[2] / "reference" / "gamm"
COHORT = "january_2024"
SIZE = 's(log_parameters_b) + s(architecture, bs="re")'
BY_TYPE = 's(log_parameters_b, by=training_type) + training_type + s(architecture, bs="re")'


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return pl.read_csv(REFERENCE / "frames" / f"{COHORT}.csv.gz")


@pytest.fixture(scope="module")
def reference() -> dict:
    values = json.loads((REFERENCE / f"{COHORT}.json").read_text())
    return {(fit["gamm"], fit["benchmark_id"]): fit for fit in values["fits"]}


@pytest.fixture(scope="module")
def size_fit(frame):
    return fit_pygam(frame, f"log_arc ~ {SIZE}")


@pytest.fixture(scope="module")
def by_type_fit(frame):
    return fit_pygam(frame, f"log_arc ~ {BY_TYPE}", sweeps=0)


@pytest.fixture
def simulated() -> pl.DataFrame:
    generator = np.random.default_rng(3)
    x = generator.uniform(0.0, 1.0, 600)
    group = generator.integers(0, 6, 600)
    effect = np.array([-0.5, -0.3, -0.1, 0.1, 0.3, 0.5])
    y = np.sin(2.0 * np.pi * x) + effect[group] + generator.normal(0.0, 0.2, 600)
    return pl.DataFrame({"x": x, "g": [f"g{index}" for index in group], "y": y})


def test_rows_are_counted_as_by_the_reference(frame, reference):
    fit = fit_pygam(frame, f"log_gsm8k ~ {SIZE}", sweeps=0)
    expected = reference["size", "gsm8k"]
    assert (fit.n_obs, fit.n_dropped) == (expected["n_obs"], expected["n_dropped"])


def test_a_known_curve_and_known_effects_are_recovered(simulated):
    fit = fit_pygam(simulated, 'y ~ s(x) + s(g, bs="re")')
    curve = pygam_curves(fit)
    truth = np.sin(2.0 * np.pi * curve["x"].to_numpy())
    truth -= np.sin(2.0 * np.pi * simulated["x"].to_numpy()).mean()
    # The noise has a standard deviation of 0.2; the edges are the hardest part.
    assert np.abs(curve["estimate"].to_numpy() - truth).max() < 0.12
    assert fit.scale == pytest.approx(0.04, rel=0.15)


def test_the_adjusted_r_squared_follows_from_residuals(simulated):
    fit = fit_pygam(simulated, 'y ~ s(x) + s(g, bs="re")', sweeps=0)
    y = simulated["y"].to_numpy()
    rss = float(np.sum((y - fit.model.predict(fit.features)) ** 2))
    tss = float(np.sum((y - y.mean()) ** 2))
    assert fit.deviance_explained == pytest.approx(1.0 - rss / tss, rel=1e-9)
    adjusted = 1.0 - (rss / (fit.n_obs - fit.edf_total)) / (tss / (fit.n_obs - 1))
    assert fit.r_squared_adjusted == pytest.approx(adjusted, rel=1e-9)


def test_curves_are_centred_over_the_rows_of_the_fit(simulated):
    fit = fit_pygam(simulated, 'y ~ s(x) + s(g, bs="re")', sweeps=0)
    curve = pygam_curves(fit, n_points=2000)
    at_rows = np.interp(simulated["x"].to_numpy(), curve["x"], curve["estimate"])
    assert at_rows.mean() == pytest.approx(0.0, abs=1e-5)


def test_curves_of_levels_differ_only_by_their_shape(simulated):
    # Fitted values must come back from the tables' curves, levels and all.
    two = simulated.with_columns(h=pl.Series(["a", "b"] * 300))
    fit = fit_pygam(two, "y ~ s(x, by=h) + h", sweeps=0)
    curves = pygam_curves(fit, n_points=3000)
    fitted = fit.model.predict(fit.features)
    for level in ("a", "b"):
        curve = curves.filter(pl.col("term") == f"s(x):h={level}")
        rows = (two["h"] == level).to_numpy()
        gap = fitted[rows] - np.interp(two["x"].to_numpy()[rows], curve["x"], curve["estimate"])
        # What is left is one constant per level.
        assert np.ptp(gap) < 1e-4


def test_tables_have_the_columns_of_the_reml_engine(by_type_fit):
    terms, curves = pygam_terms(by_type_fit), pygam_curves(by_type_fit)
    assert dict(terms.schema) == schema_of(TermRow)
    assert dict(curves.schema) == schema_of(CurvePoint)
    assert curves.null_count().sum_horizontal().item() == 0
    assert curves.select(pl.col(pl.Float64).is_finite().all()).row(0) == (True,) * 5
    assert terms["edf"].is_finite().all()


def test_terms_are_named_as_by_the_reference(by_type_fit, reference):
    terms = pygam_terms(by_type_fit)
    mgcv = reference["size_by_type", "arc"]["engines"]["gam_reml"]
    expected = [term["term"] for term in mgcv["terms"]]
    assert terms.filter(pl.col("term_type") != "parametric")["term"].to_list() == expected
    assert terms.filter(pl.col("term_type") == "parametric")["term"].to_list() == ["training_type"]


def test_effective_degrees_of_freedom_add_up(size_fit):
    # The intercept is the one coefficient that is in no term.
    assert pygam_terms(size_fit)["edf"].sum() == pytest.approx(size_fit.edf_total, abs=1.0)


def test_intervals_have_their_stated_coverage(size_fit):
    curve = pygam_curves(size_fit, n_points=20)
    half = (curve["ci_high"] - curve["ci_low"]).to_numpy() / 2.0
    assert half == pytest.approx(1.959964 * curve["std_error"].to_numpy(), rel=1e-6)
    assert (curve["std_error"] > 0.0).all()


@pytest.mark.parametrize("benchmark_id", ["arc", "hellaswag", "mmlu", "truthfulqa", "gsm8k"])
def test_the_size_curve_follows_mgcvs_where_the_models_are(frame, reference, benchmark_id):
    fit = fit_pygam(frame, f"log_{benchmark_id} ~ {SIZE}", sweeps=0)
    expected = reference["size", benchmark_id]
    mgcv = expected["engines"]["gam_reml"]
    grid = expected["grid"]["log_parameters_b"]
    curve = pygam_curves(fit)
    # Over the rows, not the grid: the largest sizes are a handful of models, where the curves of
    # two libraries may part by a third of the range.
    x = fit.features[:, fit.columns["log_parameters_b"]]
    theirs = np.interp(x, grid, mgcv["curves"]["s(log_parameters_b)"]["estimate"])
    gap = np.interp(x, curve["x"], curve["estimate"]) - theirs
    assert np.sqrt(np.mean(gap**2)) < 0.05 * np.ptp(theirs)
    assert fit.deviance_explained == pytest.approx(mgcv["deviance_explained"], abs=0.02)


def test_a_further_sweep_never_worsens_the_criterion(frame):
    formula = f"log_truthfulqa ~ {SIZE}"
    shared, swept = (fit_pygam(frame, formula, sweeps=sweeps) for sweeps in (0, 1))
    assert swept.gcv <= shared.gcv


def test_nothing_is_warned_about(simulated):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit = fit_pygam(simulated, "y ~ s(x) + g", sweeps=0)
        pygam_terms(fit)
        pygam_curves(fit, n_points=5)


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        ("y ~ s(missing)", "missing"),
        ("y ~ s(g)", "holds text"),
        ('y ~ s(x, bs="re")', "holds numbers"),
        ("y ~ s(few)", "3 distinct values"),
        ('y ~ s(one, bs="re")', "one level"),
    ],
)
def test_a_model_that_cannot_be_fitted_says_why(simulated, formula, problem):
    frame = simulated.with_columns(few=pl.int_range(pl.len()) % 3, one=pl.lit("same"))
    with pytest.raises(GammError, match=problem):
        fit_pygam(frame, formula)
