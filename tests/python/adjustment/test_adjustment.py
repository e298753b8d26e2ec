"""Training types adjusted for size: emmeans, marginaleffects, and data of known effects."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from analysis_py.statistics.adjustment.cells import (
    FORMULAS,
    TypedCells,
    overlap,
)
from analysis_py.statistics.adjustment.training_types import fit_adjusted_types
from analysis_py.statistics.clustered.calibration import calibrate, sample_regression
from analysis_py.statistics.clustered.null_model import clustered_null, draw_noise
from analysis_py.statistics.clustered.regression import clustered_regression
from analysis_py.statistics.numerics.contrast_tests import calibrated_test, t_test

#: Both are linear in the coefficients, so only rounding may part them; relative.
TOLERANCE = 1e-8
CI_TOLERANCE = 1e-7


def cells_of(rows, score):
    """Sum rows as int_adjustment_cells_summed does."""
    return (
        rows.group_by("training_type", "architecture_family", "parameters_b", "base_family")
        .agg(
            pl.len().cast(pl.Int64).alias("n_evaluations"),
            pl.col(score).count().cast(pl.Int64).alias("n_obs"),
            pl.col(score).mean().alias("mean"),
            ((pl.col(score) - pl.col(score).mean()) ** 2).sum().alias("sum_squares"),
        )
        .with_columns(cohort_id=pl.lit("c"), benchmark_id=pl.lit(score))
    )


def test_the_warehouse_matches_r(warehouse, project):
    expected = pl.read_csv(project / "tests/reference/adjustment/pairs.csv")
    for row in expected.to_dicts():
        found = warehouse.sql(
            "from statistics.stat_adjusted_pairs where cohort_id = 'paper_2024_01' and "
            "benchmark_id = ? and method = ? and group_a = ? and group_b = ?",
            params=[row["benchmark"], row["method"], row["group_a"], row["group_b"]],
        ).pl()
        (ours,) = found.to_dicts()
        assert ours["estimate"] == pytest.approx(row["estimate"], rel=TOLERANCE, abs=1e-9)
        for name in ("std_error_naive", "std_error", "df_den"):
            assert ours[name] == pytest.approx(row[name], rel=TOLERANCE)
        for name in ("ci_low", "ci_high"):
            assert ours[name] == pytest.approx(row[name], abs=CI_TOLERANCE)
        assert ours["p_value"] == pytest.approx(row["p_value"], abs=1e-8)
    assert expected.height == 40


def confounded(rng, effect, n_clusters=60):
    """Return rows in which type a holds the larger models and the score rises with size."""
    size = np.sort(np.exp(rng.uniform(0, 4, n_clusters)))
    count = rng.integers(2, 8, n_clusters)
    label = np.repeat(np.arange(n_clusters), count)
    # the larger the model, the likelier it is of type a
    is_a = rng.random(len(label)) < 0.1 + 0.8 * label / n_clusters
    score = (
        30
        + 5 * np.log(size)[label]
        + effect * is_a
        + rng.normal(0, 2, n_clusters)[label]
        + rng.normal(0, 2, len(label))
    )
    return pl.DataFrame(
        {
            "training_type": np.where(is_a, "a", "b"),
            "architecture_family": np.where(label % 2, "x", "y"),
            "parameters_b": size[label],
            "base_family": [f"m{c}" for c in label],
            "score": score,
        }
    )


@pytest.mark.parametrize("effect", [0.0, 3.0])
@pytest.mark.simulation
def test_adjustment_takes_size_out_of_the_comparison(effect):
    """Nominal 0.95; 150 samples put three standard errors at 0.053."""
    rng = np.random.default_rng(20240112)
    raw, covered = [], dict.fromkeys(FORMULAS, 0)
    for _ in range(150):
        fit = fit_adjusted_types(cells_of(confounded(rng, effect), "score"), 40, 1)
        for row in fit.to_dicts():
            (pair,) = row["pairs"]
            covered[row["method"]] += pair["ci_low"] <= effect <= pair["ci_high"]
        raw.append(pair["estimate_unadjusted"])
    assert np.mean(raw) - effect > 3, "type and size should be confounded in these data"
    for method in FORMULAS:
        assert covered[method] / 150 >= 0.89, method


def cells(training_type, parameters_b, n_obs, family=None):
    m = len(n_obs)
    return TypedCells.from_frame(
        pl.DataFrame(
            {
                "training_type": training_type,
                "architecture_family": family or ["x"] * m,
                "parameters_b": parameters_b,
                "base_family": [f"m{i}" for i in range(m)],
                "n_obs": n_obs,
                "mean": np.arange(m) * 1.0,
                "sum_squares": 1.0,
            }
        )
    )


def test_overlap_on_a_worked_example():
    data = cells(list("aaabb"), [1.0, 3.0, 9.0, 3.0, 20.0], [1, 2, 7, 3, 1], list("xxyxz"))
    found = overlap(data, 0, 1)
    assert found["common_share_a"] == pytest.approx(9 / 10)  # 3 and 9 lie within [3, 9]
    assert found["common_share_b"] == pytest.approx(3 / 4)
    assert found["size_overlap"] == pytest.approx(2 / 10)  # only [2, 4) is shared


def test_what_cannot_be_adjusted_says_why():
    frame = pl.DataFrame(
        {
            "cohort_id": ["one"] * 2 + ["few"] * 4 + ["sizeless"] * 7,
            "training_type": list("aa" + "abab" + "aabbabc"),
            "parameters_b": [1.0, 2.0, 1.0, 1.0, 2.0, 2.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, None],
            "base_family": [f"m{i}" for i in range(13)],
            "mean": [float(i * i % 7) for i in range(13)],
        }
    ).with_columns(
        benchmark_id=pl.lit("b"),
        architecture_family=pl.lit("x"),
        n_evaluations=pl.lit(2, pl.Int64),
        n_obs=pl.lit(2, pl.Int64),
        sum_squares=1.0,
    )
    fits = fit_adjusted_types(frame, 40, 1)
    assert fits.height == 6
    found = {row["cohort_id"]: row for row in fits.filter(method="ancova").to_dicts()}
    one, few, sizeless = (found[cohort] for cohort in ("one", "few", "sizeless"))
    assert one["pairs"] == []
    assert {row["status"] for row in few["pairs"]} == {"fewer than five sizes"}
    assert few["pairs"][0]["estimate_unadjusted"] is not None
    assert (sizeless["n_used"], sizeless["n_dropped"]) == (12, 2)
    assert [row["status"] for row in sizeless["pairs"]].count("ok") == 1


@pytest.mark.simulation
def test_calibrated_tests_of_a_clustered_regression_hold_their_level():
    """By samples of rows: Student's limit is missed on few unequal bases, the drawn one is not."""
    rng = np.random.default_rng(8)
    clusters = np.repeat(np.arange(9), [12, 1, 2, 1, 1, 2, 8, 1, 2])
    type_a = rng.random(len(clusters)) < 0.4
    columns = np.column_stack([np.ones(len(clusters)), type_a])
    regression = clustered_regression(columns, np.ones(len(clusters)), clusters, [[0.0, 1.0]])
    spread = np.where(type_a, 1.0, 3.0)
    null = clustered_null(np.ones(len(clusters)), clusters, 0.4, spread)
    sample, noise = sample_regression(regression), draw_noise(60, 4000, 4)
    found = calibrate({"unequal spreads": sample(null, noise)}, 0.05, regression.df)
    assert abs(found.type1_error_calibrated[0] - 0.05) < 3.5 * np.sqrt(2 * 0.05 * 0.95 / 2000)
    # the same by a fit of rows each, of other draws
    rejected = np.zeros(2)
    n_samples = 1500
    for _ in range(n_samples):
        y = spread * (
            np.sqrt(0.4) * rng.standard_normal(9)[clusters]
            + np.sqrt(0.6) * rng.standard_normal(len(clusters))
        )
        fit = clustered_regression(columns, np.ones(len(y)), clusters, [[0.0, 1.0]]).contrasts(
            y, 0.0
        )
        t = abs(fit.estimate[0] / fit.std_error[0])
        rejected += [t > stats.t.ppf(0.975, fit.df[0]), t > found.critical_t[0]]
    for count, size in zip(
        rejected, (found.type1_error[0], found.type1_error_calibrated[0]), strict=True
    ):
        noise = np.sqrt(size * (1 - size) * (1 / n_samples + 2 / 2000))
        assert abs(count / n_samples - size) < 3.5 * noise


def test_a_calibrated_test_is_students_with_a_longer_yardstick():
    """At the critical value p is 5 %; at Student's own critical value it is Student's test."""
    at = calibrated_test(3.0 * 0.7, 0.7, 12.0, 3.0, 0.95)
    assert at["p_value"] == pytest.approx(0.05)
    assert (at["ci_low"], at["statistic"]) == pytest.approx((0.0, 3.0), abs=1e-12)
    critical = stats.t.ppf(0.975, 12)
    plain, same = t_test(1.0, 0.7, 12.0, 0.95), calibrated_test(1.0, 0.7, 12.0, critical, 0.95)
    assert {name: same[name] for name in plain} == pytest.approx(plain)
    # a true difference of that size is found four times out of five, but for the other tail
    found = stats.nct.sf(critical, 12, same["minimum_detectable_difference"] / 0.7)
    assert found == pytest.approx(0.8, abs=0.01)
