"""What benchmarks say of each other: known mixtures, and base families left out."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.positions.redundancy import FEWEST_FAMILIES, fit_redundancy


def to_frame(matrix, families):
    names = [f"b{j}" for j in range(matrix.shape[1])]
    return pl.concat(
        pl.DataFrame(
            {
                "cohort_id": "c",
                "period": pl.Series([None] * len(matrix), dtype=pl.String),
                "benchmark_id": name,
                "evaluation_id": [f"e{i:04d}" for i in range(len(matrix))],
                "base_family": [f"f{f}" for f in families],
                "score_pct": matrix[:, j],
            }
        )
        for j, name in enumerate(names)
    )


def test_a_sum_of_others_is_redundant_and_noise_is_not():
    rng = np.random.default_rng(1)
    base = rng.normal(50, 10, (400, 3))
    matrix = np.column_stack([base, base[:, 0] + base[:, 1]])
    rows = fit_redundancy(to_frame(matrix, np.arange(400))).sort("benchmark_id")
    assert rows["r_squared"].to_list()[3] == pytest.approx(1.0, abs=1e-9)
    assert rows["rmse_pct"].to_list()[3] == pytest.approx(0.0, abs=1e-5)
    assert abs(rows["r_squared"].to_list()[2]) < 0.05
    assert rows["nearest_benchmark_id"].to_list()[3] in ("b0", "b1")


def test_unrelated_benchmarks_are_as_many_abilities_and_equal_ones_are_one():
    rng = np.random.default_rng(2)
    apart = fit_redundancy(to_frame(rng.normal(50, 5, (5000, 4)), np.arange(5000)))
    assert apart["n_effective_abilities"][0] == pytest.approx(4, abs=0.05)
    assert apart["alpha"][0] == pytest.approx(0, abs=0.1)
    one = np.repeat(rng.normal(50, 5, (500, 1)), 4, axis=1) + rng.normal(0, 1e-6, (500, 4))
    alike = fit_redundancy(to_frame(one, np.arange(500)))
    assert alike["n_effective_abilities"][0] == pytest.approx(1, abs=1e-6)
    assert alike["alpha"][0] == pytest.approx(1, abs=1e-6)


def test_what_only_repeats_within_a_family_predicts_nothing():
    """Families differ at random in both benchmarks; their members repeat each other."""
    rng = np.random.default_rng(3)
    family = np.repeat(np.arange(60), 20)
    matrix = rng.normal(50, 10, (60, 2))[family] + rng.normal(0, 0.1, (1200, 2))
    rows = fit_redundancy(to_frame(matrix, family))
    assert rows["r_squared"].max() < 0.1


@pytest.mark.parametrize(
    ("matrix", "families", "status"),
    [
        (np.ones((30, 2)), np.arange(30), "a benchmark does not vary"),
        (np.random.default_rng(4).normal(size=(30, 1)), np.arange(30), "only one benchmark"),
        (
            np.random.default_rng(5).normal(size=(30, 2)),
            np.zeros(30, dtype=int),
            f"only 1 base families, {FEWEST_FAMILIES} are needed",
        ),
    ],
)
def test_what_cannot_be_predicted_is_said(matrix, families, status):
    rows = fit_redundancy(to_frame(matrix, families))
    assert set(rows["status"].to_list()) == {status}
    assert rows["r_squared"].is_null().all()
