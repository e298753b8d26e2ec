"""The two-parameter model agrees with R's mirt on its answers (tests/reference/items/mirt)."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.items.response import Prior, fit_response
from analysis_py.statistics.items.response_tables import fit_item_response

#: Both stop their search when parameters move by less than 1e-6 a cycle.
SEARCHED = 1e-4


@pytest.fixture(scope="module", params=["plain", "falling", "easy"])
def case(request, project):
    folder = project / "tests/reference/items/mirt"
    lines = (folder / f"{request.param}_answers.txt").read_text().split()
    answers = np.array([[int(digit) for digit in line] for line in lines], dtype=float)
    of = {
        kind: pl.read_csv(folder / f"{request.param}_{kind}.csv") for kind in ("items", "persons")
    }
    return fit_response(answers, Prior(), 1e-6, 3000), of


def close(found, frame, column, tolerance):
    np.testing.assert_allclose(found, frame[column].to_numpy(), rtol=0, atol=tolerance)


def test_slopes_intercepts_and_abilities(case):
    fitted, of = case
    assert fitted.has_converged
    close(fitted.slope, of["items"], "slope", SEARCHED)
    close(fitted.intercept, of["items"], "intercept", SEARCHED)
    person = of["persons"]["person"].to_numpy() - 1
    close(fitted.ability[person], of["persons"], "eap", SEARCHED)


def panels(answers):
    """Return the frames of a benchmark."""
    n, m = answers.shape
    scores = (10_000 * answers).astype(np.int16)
    return (
        pl.DataFrame(
            {
                "benchmark_id": ["b"] * n,
                "evaluation_id": [f"e{i:05d}" for i in range(n)],
                "base_family": "one",
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
    rows = fit_item_response(*panels(answers), 0.1, 1)
    for name in ("suspects", "quality"):
        assert set(rows[name].explode().struct.field("status")) == {status}


def test_odd_benchmarks_are_fitted_without_a_number_that_is_none():
    rng = np.random.default_rng(3)
    answers = (rng.random((30, 12)) < 0.5).astype(float)
    answers[:, 0], answers[:, 1], answers[:, 3] = 0, 1, answers[:, 2]
    rows = fit_item_response(*panels(answers), 0.1, 1)
    for name in ("suspects", "quality"):
        frame = rows[name].explode().struct.unnest()
        floats = frame.select(pl.col(pl.Float64))
        assert not floats.select(pl.all().is_nan().any()).row(0).count(True)
