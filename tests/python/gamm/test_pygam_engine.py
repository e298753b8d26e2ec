"""The pyGAM fits: pieces that must agree exactly, and how far the curves lie from mgcv's.

pyGAM uses another basis and another criterion, so its curves do not meet mgcv's. The limits here
are wide on purpose: they catch a swapped term, a missing centring or a wrong link, not the
distance between two libraries. The reference values are those of ``tests/reference/gamm``.
"""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.gamm.engine.errors import GammError
from analysis_py.statistics.gamm.pygam_engine import fit_pygam, pygam_curves, pygam_terms

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


def test_a_known_curve_and_known_effects_are_recovered(simulated):
    fit = fit_pygam(simulated, 'y ~ s(x) + s(g, bs="re")')
    curve = pygam_curves(fit)
    truth = np.sin(2.0 * np.pi * curve["x"].to_numpy())
    truth -= np.sin(2.0 * np.pi * simulated["x"].to_numpy()).mean()
    # The noise has a standard deviation of 0.2; the edges are the hardest part.
    assert np.abs(curve["estimate"].to_numpy() - truth).max() < 0.12
    assert fit.scale == pytest.approx(0.04, rel=0.15)


def test_terms_are_named_as_by_the_reference(by_type_fit, reference):
    terms = pygam_terms(by_type_fit)
    mgcv = reference["size_by_type", "arc"]["engines"]["gam_reml"]
    expected = [term["term"] for term in mgcv["terms"]]
    assert terms.filter(pl.col("term_type") != "parametric")["term"].to_list() == expected
    assert terms.filter(pl.col("term_type") == "parametric")["term"].to_list() == ["training_type"]


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
