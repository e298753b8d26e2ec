"""The two-parameter model agrees with R's mirt on its answers (tests/reference/items/mirt)."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.items import response_fit
from analysis_py.statistics.items.response import Prior, fit_response
from analysis_py.statistics.items.response_tables import fit_item_response

#: Both stop their search when parameters move by less than 1e-6 a cycle.
SEARCHED = 1e-4
#: mirt takes the errors of weighted likelihood from finite differences.
DIFFERENCES = 5e-4
#: mirt leaves some evaluations of extreme ability out of infit.
INFIT = 0.025
#: Cells are taken together at an expected count of 1; rounding decides on a few items.
SAME_CELLS = 0.95


@pytest.fixture(scope="module", params=["plain", "falling", "easy"])
def case(request, project):
    folder = project / "tests/reference/items/mirt"
    lines = (folder / f"{request.param}_answers.txt").read_text().split()
    answers = np.array([[int(digit) for digit in line] for line in lines], dtype=float)
    of = {
        kind: pl.read_csv(folder / f"{request.param}_{kind}.csv")
        for kind in ("items", "persons", "q3")
    }
    return fit_response(answers, Prior(), 1e-6, 3000), of


def close(found, frame, column, tolerance):
    np.testing.assert_allclose(found, frame[column].to_numpy(), rtol=0, atol=tolerance)


def test_slopes_and_intercepts(case):
    fitted, of = case
    assert fitted.has_converged
    close(fitted.slope, of["items"], "slope", SEARCHED)
    close(fitted.intercept, of["items"], "intercept", SEARCHED)


def test_louis_errors_are_those_of_oakes(case):
    fitted, of = case
    errors = response_fit.item_errors(fitted, np.arange(len(fitted.answers)))
    close(errors.slope_independent, of["items"], "std_error_slope", 1e-5)
    close(errors.intercept_independent, of["items"], "std_error_intercept", 1e-5)
    # where evaluations are independent the sandwich says about the same
    assert 0.95 < np.median(errors.slope / errors.slope_independent) < 1.05


def test_abilities(case):
    fitted, of = case
    person = of["persons"]["person"].to_numpy() - 1
    close(fitted.ability[person], of["persons"], "eap", SEARCHED)
    close(fitted.ability_error[person], of["persons"], "eap_se", SEARCHED)
    weighted, error = response_fit.weighted_likelihood(fitted)
    close(weighted[person], of["persons"], "wle", SEARCHED)
    close(error[person], of["persons"], "wle_se", DIFFERENCES)


def test_fit_of_items(case):
    fitted, of = case
    close(response_fit.infit(fitted), of["items"], "infit", INFIT)
    statistic, df, p_value = response_fit.s_x2(fitted)
    same = df == of["items"]["df.S_X2"].to_numpy()
    assert same.mean() >= SAME_CELLS
    apart = np.abs(statistic / of["items"]["S_X2"].to_numpy() - 1)[same]
    assert np.median(apart) < 1e-6
    np.testing.assert_array_less(np.abs(p_value - of["items"]["p.S_X2"].to_numpy())[same], 0.2)


def test_residual_correlations(case):
    fitted, of = case
    q3 = response_fit.residual_correlations(fitted)
    a, b = (of["q3"][f"item_{end}"].str.slice(1).cast(int).to_numpy() - 1 for end in "ab")
    close(q3[a, b], of["q3"], "q3", 1e-6)


def panels(answers, families):
    """Return the frames of a benchmark."""
    n, m = answers.shape
    scores = (10_000 * answers).astype(np.int16)
    return (
        pl.DataFrame(
            {
                "benchmark_id": ["b"] * n,
                "evaluation_id": [f"e{i:05d}" for i in range(n)],
                "base_family": [f"f{family}" for family in families],
                "answers": pl.Series(scores.tolist(), dtype=pl.List(pl.Int16)),
            }
        ),
        pl.DataFrame(
            {
                "benchmark_id": ["b"],
                "item_keys": [list(range(m))],
                "cluster_ids": pl.Series([[None] * m], dtype=pl.List(pl.String)),
            }
        ),
    )


def test_relatives_make_errors_larger_and_few_evaluations_have_none(case):
    fitted, _ = case
    four_times = np.repeat(fitted.answers[:200], 4, axis=0)
    rows = fit_item_response(*panels(four_times, np.arange(800) // 4), 0.1, 1)
    curves = rows["curves"].explode().struct.unnest()
    ratio = curves["std_error_slope"] / curves["std_error_slope_independent"]
    assert 1.7 < ratio.median() < 2.3
    few = fit_item_response(*panels(fitted.answers[:100], np.arange(100)), 0.1, 1)
    curves = few["curves"].explode().struct.unnest()
    assert curves["std_error_slope"].null_count() == curves.height
    assert (curves["slope"] > 0).all()
    abilities = few["abilities"].explode().struct.unnest()
    assert abilities["std_error"].null_count() == abilities.height


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        (np.eye(9, 20), "fewer than 10 evaluations"),
        (np.eye(20, 4), "fewer than 5 items"),
        (np.full((20, 20), 0.5), "scores are not 0 or 1"),
        (np.ones((20, 20)), "all evaluations have one score"),
        (np.eye(20, 20)[:, ::-1], "all evaluations have one score"),
    ],
)
def test_a_benchmark_without_a_fit_says_why(answers, status):
    rows = fit_item_response(*panels(answers, np.zeros(len(answers), int)), 0.1, 1)
    for name in ("suspects", "quality", "curves", "abilities", "dimensions"):
        assert set(rows[name].explode().struct.field("status")) == {status}


def test_odd_benchmarks_are_fitted_without_a_number_that_is_none():
    rng = np.random.default_rng(3)
    answers = (rng.random((30, 12)) < 0.5).astype(float)
    answers[:, 0], answers[:, 1], answers[:, 3] = 0, 1, answers[:, 2]
    rows = fit_item_response(*panels(answers, np.zeros(30, int)), 0.1, 1)
    for name in ("suspects", "quality", "curves", "abilities", "information", "dimensions"):
        frame = rows[name].explode().struct.unnest()
        floats = frame.select(pl.col(pl.Float64))
        assert not floats.select(pl.all().is_nan().any()).row(0).count(True)
