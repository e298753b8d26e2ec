"""Breakpoints: R's segmented, an independent grid search, and data of known breakpoint."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.sizes.breakpoint_fits import fit_breakpoints
from analysis_py.statistics.sizes.breakpoint_tests import supremum_test
from analysis_py.statistics.sizes.breakpoints import (
    Points,
    fit_segmented,
)

#: A least sum of squares is flat: its value is held to 1e-9, its place to the root of that.
RSS_TOLERANCE = 1e-9
PLACE_TOLERANCE = 3e-5
#: segmented prints slopes to five digits.
SLOPE_TOLERANCE = 1e-4
#: Two-sided binomial limits of a nominal rate at three standard errors are stated where used.
CASES = [(b, u) for b in ("arc", "truthfulqa") for u in ("evaluation", "size")]


@pytest.fixture(scope="module")
def folder(project):
    return project / "tests/reference/sizes"


@pytest.fixture(scope="module")
def expected(folder):
    table = pl.read_csv(folder / "breakpoints.csv", infer_schema_length=None)
    return {(row["benchmark"], row["unit"]): row for row in table.to_dicts()}


def reference_points(folder, benchmark, unit):
    rows = pl.read_csv(folder / "rows.csv", infer_schema_length=None)
    y = pl.col(benchmark)
    sizes = (
        rows.group_by("parameters_b")
        .agg(
            pl.len().alias("n"),
            y.mean().alias("mean"),
            ((y - y.mean()) ** 2).sum().alias("sum_squares"),
        )
        .sort("parameters_b")
    )
    x, n, mean = (sizes[name].to_numpy() for name in ("parameters_b", "n", "mean"))
    if unit == "size":
        return Points(np.log(x), np.ones(x.size), mean, 0.0)
    return Points(np.log(x), n.astype(float), mean, sizes["sum_squares"].sum())


def simulate(rng, x, n, bend=0.0, psi=0.0, noise=1.0):
    """Return points of a line that bends at psi, with normal rows of equal variance."""
    mean = 1 + 0.5 * x + bend * np.maximum(x - psi, 0) + rng.normal(0, noise / np.sqrt(n))
    return Points(x, n, mean, noise**2 * rng.chisquare(n.sum() - x.size))


@pytest.mark.parametrize("case", CASES)
def test_the_breakpoint_is_the_grid_search_s(folder, expected, case):
    reference = expected[case]
    found = fit_segmented(reference_points(folder, *case))
    assert found.rss_line == pytest.approx(reference["rss_line"], rel=RSS_TOLERANCE)
    assert found.rss == pytest.approx(reference["rss_grid"], rel=RSS_TOLERANCE)
    assert found.rss <= reference["rss"] * (1 + RSS_TOLERANCE), "segmented found a better one"
    assert found.breakpoint == pytest.approx(reference["breakpoint_grid"], abs=PLACE_TOLERANCE)


@pytest.mark.parametrize("case", [("arc", "size"), ("truthfulqa", "evaluation")])
def test_errors_and_slopes_match_segmented(folder, expected, case):
    """Where the breakpoint is no size of the data; at one, R takes one side of the kink."""
    reference = expected[case]
    found = fit_segmented(reference_points(folder, *case))
    assert found.std_error == pytest.approx(reference["std_error"], rel=SLOPE_TOLERANCE)
    for side in ("before", "after"):
        estimate, std_error, *_ = getattr(found, f"slope_{side}")
        assert estimate == pytest.approx(reference[f"slope_{side}"], rel=SLOPE_TOLERANCE)
        assert std_error == pytest.approx(reference[f"slope_{side}_std_error"], rel=SLOPE_TOLERANCE)


def test_type_one_error_is_nominal():
    """No bend, sizes as lumpy as a leaderboard's: 600 tests, three standard errors are 0.027.

    The plain F test at the best of the candidates must reject far too often on the same data.
    """
    rng = np.random.default_rng(20240112)
    x = np.sort(rng.normal(1.5, 1.2, 40))
    n = np.ones(40)
    n[rng.integers(0, 40, 4)] = [300, 120, 60, 40]
    p, naive = [], []
    for i in range(600):
        test = supremum_test(simulate(rng, x, n), 199, i)
        p.append(test.p_value)
        naive.append(test.statistic > 3.85)
    assert abs(np.mean(np.array(p) <= 0.05) - 0.05) <= 0.027
    assert np.mean(naive) > 0.09


@pytest.mark.simulation
def test_intervals_cover_the_true_breakpoint():
    """Nominal 0.95; 300 samples put three standard errors at 0.038."""
    rng = np.random.default_rng(7)
    x = np.linspace(-2, 4, 60)
    covered = 0
    for _ in range(300):
        found = fit_segmented(simulate(rng, x, np.full(60, 4.0), 1.5, 1.03))
        covered += found.ci_low <= 1.03 <= found.ci_high
    assert abs(covered / 300 - 0.95) <= 0.038


def test_a_bend_has_power_and_a_seed():
    rng = np.random.default_rng(8)
    points = simulate(rng, np.linspace(-2, 4, 60), np.full(60, 4.0), 1.5, 1.0)
    first, again = (supremum_test(points, 499, 3) for _ in range(2))
    assert first == again
    assert first.p_value == pytest.approx(1 / 500)


def test_too_few_sizes_are_a_status():
    sizes = pl.DataFrame(
        {
            "cohort_id": ["c"] * 6,
            "benchmark_id": ["b"] * 6,
            "parameters_b": [1.0, 2.0, 3.0, 4.0, 5.0, None],
            "n_obs": [3, 3, 3, 3, 3, 2],
            "mean": [1.0, 2.0, 3.0, 2.0, 1.0, 5.0],
            "sum_squares": [1.0] * 6,
        }
    )
    found = fit_breakpoints(sizes, 0.95, 99, 1)
    assert found["status"].to_list() == ["5 distinct sizes leave no candidate breakpoint"] * 2
    assert found["n_dropped"].to_list() == [2, 2]
    assert found["n_obs"].to_list() == [15, 5]
    with pytest.raises(ValueError, match="5 distinct values"):
        fit_segmented(Points(np.arange(5.0), np.ones(5), np.arange(5.0), 1.0))
