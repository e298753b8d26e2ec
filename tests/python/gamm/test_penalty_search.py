"""Penalties chosen from cross-products, against pyGAM's own search, which fits every candidate."""

import contextlib
import copy
import dataclasses
import io

import numpy as np
import polars as pl
import pytest
from pygam import LinearGAM
from scipy.sparse import csc_array

from analysis_py.statistics.gamm.engine.errors import GammError
from analysis_py.statistics.gamm.engine.formula import parse_formula
from analysis_py.statistics.gamm.engine.frame import read_frame
from analysis_py.statistics.gamm.penalty_search import (
    SHARED_PENALTIES,
    TERM_PENALTIES,
    choose_penalties,
    gcv_score,
    penalty_problem,
)
from analysis_py.statistics.gamm.pygam_engine import PygamFit, fit_pygam, pygam_curves, pygam_terms

COHORT = "january_2024"
SIMULATED = 'y ~ s(x) + s(z) + s(group, bs="re")'


def by_gridsearch(fit: PygamFit, response: np.ndarray) -> PygamFit:
    """Fit the same terms with pyGAM's `gridsearch`: shared penalties first, then one sweep."""
    model = LinearGAM(copy.deepcopy(fit.model.terms), max_iter=1)
    with contextlib.redirect_stdout(io.StringIO()):
        model.gridsearch(fit.features, response, progress=False, lam=np.array(SHARED_PENALTIES))
        for position in (i for i, term in enumerate(fit.terms) if term.penalised):
            grid = np.tile(np.ravel(model.lam).astype(float), (len(TERM_PENALTIES), 1))
            grid[:, position] = TERM_PENALTIES
            model.gridsearch(fit.features, response, progress=False, lam=grid)
    return dataclasses.replace(fit, model=model, gcv=float(model.statistics_["GCV"]))


def assert_the_same(found: PygamFit, expected: PygamFit) -> None:
    terms, searched = pygam_terms(found), pygam_terms(expected)
    penalties, expected_penalties = (
        table["smoothing_parameter"].drop_nulls().to_list() for table in (terms, searched)
    )
    assert penalties == pytest.approx(expected_penalties, rel=1e-12)
    assert found.gcv == pytest.approx(expected.gcv, rel=1e-12)
    assert terms["p_value"].to_list() == pytest.approx(searched["p_value"].to_list(), abs=1e-6)
    curves, by_search = pygam_curves(found), pygam_curves(expected)
    for (name,), theirs in by_search.group_by("term"):
        ours = curves.filter(pl.col("term") == name)
        limit = 1e-9 * np.ptp(theirs["estimate"].to_numpy())
        for column in ("estimate", "ci_low", "ci_high"):
            assert (ours[column] - theirs[column]).abs().max() < limit


@pytest.mark.parametrize(
    ("gamm", "benchmark"),
    [
        ("size", "arc"),
        ("size_with_type", "truthfulqa"),
        ("size_by_type", "mmlu"),
        ("interplay", "winogrande"),
    ],
)
@pytest.mark.long
def test_penalties_are_those_of_pygams_gridsearch(reference, reference_frame, gamm, benchmark):
    frame = reference_frame(COHORT)
    (formula,) = (
        fit["formula"]
        for fit in reference(COHORT)["fits"]
        if (fit["gamm"], fit["benchmark_id"]) == (gamm, benchmark)
    )
    fit = fit_pygam(frame, formula)
    response = read_frame(frame, parse_formula(formula)).response
    assert_the_same(fit, by_gridsearch(fit, response))


def test_a_response_far_from_zero_loses_no_digits(simulate):
    # The sum of its squares is about 1e15 times that of the residuals.
    frame = simulate().with_columns(y=pl.col("y") + 1e7)
    fit = fit_pygam(frame, SIMULATED)
    expected = by_gridsearch(fit, frame["y"].to_numpy())
    assert np.ravel(fit.model.lam).tolist() == pytest.approx(np.ravel(expected.model.lam).tolist())


@pytest.mark.parametrize("penalty", [0.01, 1.0, 1e4])
def test_the_criterion_is_the_one_by_its_definition(penalty):
    """Craven and Wahba's, from the hat matrix itself, with 1.4 for every degree of freedom."""
    rng = np.random.default_rng(1)
    n, p = 40, 8
    design, y = rng.normal(size=(n, p)), rng.normal(size=n)
    difference = np.diff(np.eye(p - 1), 2, axis=0)
    matrix = np.zeros((p, p))
    matrix[: p - 1, : p - 1] = difference.T @ difference
    hat = design @ np.linalg.solve(design.T @ design + penalty * matrix, design.T)
    residuals = y - hat @ y
    expected = n * residuals @ residuals / (n - 1.4 * np.trace(hat)) ** 2
    problem = penalty_problem(csc_array(design), y, [matrix[: p - 1, : p - 1]])
    # the ridge of 1.5e-8 is beside squares of about 40
    assert gcv_score(problem, [penalty]) == pytest.approx(expected, rel=1e-8)


def test_of_equal_candidates_the_first_is_taken():
    """Without data in its columns a term's penalty changes nothing."""
    design = csc_array(np.column_stack([np.zeros(20), np.ones(20)]))
    response = np.random.default_rng(2).normal(size=20)
    problem = penalty_problem(design, response, [np.eye(1)])
    best, score = choose_penalties(problem, [0], sweeps=1)
    assert best == [SHARED_PENALTIES[0]]
    variance = 20 * np.sum((response - response.mean()) ** 2) / (20 - 1.4) ** 2
    assert score == pytest.approx(variance, rel=1e-6)


def test_more_coefficients_than_rows_are_refused(simulate):
    with pytest.raises(GammError, match="coefficients for 25 rows"):
        fit_pygam(simulate().head(25), SIMULATED)
