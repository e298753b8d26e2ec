"""Unknown sizes: R's clustered errors, Rubin's rules and worst cases, and sizes that are known."""

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm

from analysis_py.statistics.robustness.missing_sizes.estimators import size_regression
from analysis_py.statistics.robustness.missing_sizes.fit import fit_missing_sizes
from analysis_py.statistics.robustness.missing_sizes.imputation import (
    imputed_donors,
    pool,
    worst_cases,
)

#: Closed forms on both sides; relative.
TOLERANCE = 1e-9


def difference(score, level, ends, cluster):
    """Return a difference of means, its variance and degrees of freedom."""
    used = np.isin(level, ends)
    design = size_regression((level[used] == ends[0]).astype(float), cluster[used])
    (estimate,), (variance,) = design.fit(score[used][:, None])
    return estimate, variance, design.regression.df[0]


def test_errors_pooling_and_bounds_match_r(project):
    folder = project / "tests/reference/robustness"
    rows = pl.read_csv(folder / "rows.csv", infer_schema_length=None)
    level = rows["parameter_range"].to_numpy()
    cluster = np.unique(rows["base_family"].to_numpy(), return_inverse=True)[1]
    known, unknown = np.flatnonzero(level != "unknown"), np.flatnonzero(level == "unknown")
    expected = pl.read_csv(folder / "missing_sizes.csv").to_dicts()
    assert len(expected) == 10
    for row in expected:
        y, ends = rows[row["benchmark"]].to_numpy(), (row["group_a"], row["group_b"])
        estimate, variance, df = difference(y, level, ends, cluster)
        assert estimate == pytest.approx(row["estimate"], rel=TOLERANCE)
        assert np.sqrt(variance) == pytest.approx(row["std_error"], rel=TOLERANCE)
        assert df == pytest.approx(row["df_den"], rel=TOLERANCE)
        completed = []
        for i in range(20):
            filled = level.copy()
            place = (7 * i + 3 * np.arange(1, len(unknown) + 1)) % len(known)
            filled[unknown] = level[known[place]]
            completed.append(difference(y, filled, ends, cluster)[:2])
        pooled = pool(*np.array(completed).T, df)
        assert pooled.estimate == pytest.approx(row["pooled"], rel=TOLERANCE)
        assert pooled.std_error == pytest.approx(row["pooled_error"], rel=TOLERANCE)
        assert pooled.df == pytest.approx(row["pooled_df"], rel=TOLERANCE)
        assert pooled.missing_information == pytest.approx(row["lambda"], rel=TOLERANCE)
        bounds = worst_cases(*(y[level == end] for end in ends), y[unknown])
        assert bounds == pytest.approx((row["bound_low"], row["bound_high"]), rel=TOLERANCE)


def test_a_slope_and_its_error_on_clusters_of_one():
    """Then the error is White's with each residual divided by one minus its leverage: HC2."""
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=30), rng.normal(size=30)
    (slope,), (variance,) = size_regression(x, np.arange(30)).fit(y[:, None])
    expected = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC2")
    assert slope == pytest.approx(expected.params[1])
    assert np.sqrt(variance) == pytest.approx(expected.bse[1])


def evaluations(rng, n=400, hidden=0.3):
    """Return evaluations of which a second benchmark tells the size, and who hides it."""
    size = 2.0 ** rng.integers(0, 6, n)
    teller = 10 * np.log2(size) + rng.normal(0, 3, n)
    score = 20 + 5 * np.log2(size) + rng.normal(0, 8, n)
    # who is hidden goes with the other benchmark, which is seen
    is_hidden = rng.random(n) < hidden * 2 * (teller < np.median(teller))
    wide = pl.DataFrame(
        {
            "cohort_id": "c",
            "evaluation_id": [f"e{i:04}" for i in range(n)],
            "training_type": "pretrained",
            "architecture_family": "x",
            "base_family": [f"m{i:04}" for i in range(n)],
            "parameters_b": np.where(is_hidden, None, size).tolist(),
            "level": np.where(is_hidden, "unknown", np.where(size < 8, "small", "large")),
            "level_order": np.where(is_hidden, 99, np.where(size < 8, 1, 2)),
            "b": score,
            "t": teller,
        },
        schema_overrides={"parameters_b": pl.Float64},
        strict=False,
    )
    truth = score[size >= 8].mean() - score[size < 8].mean()
    index = [name for name in wide.columns if name not in ("b", "t")]
    long = wide.unpivot(
        ["b", "t"], index=index, variable_name="benchmark_id", value_name="score_pct"
    )
    return long, truth


def test_imputed_sizes_give_the_difference_of_all():
    rng = np.random.default_rng(20240112)
    errors, missing, bounded = [], [], 0
    for _ in range(10):
        rows, truth = evaluations(rng)
        found = fit_missing_sizes(rows, seed=1).filter(benchmark_id="b").to_dicts()
        (row,) = (row for row in found if row["comparison"] == "large − small")
        errors.append((row["estimate_imputed"] - truth) / row["std_error_imputed"])
        bounded += row["bound_low"] <= truth <= row["bound_high"]
        assert row["std_error_imputed"] > 0
        missing.append(row["missing_information"])
    # ten standardised errors, of which the sampling error of the truth is no part
    assert np.abs(np.mean(errors)) < 0.5
    # nothing, where every imputation puts all of the hidden on the right side
    assert min(missing) >= 0
    assert 0 < np.median(missing) < max(missing) < 0.5
    assert bounded == 10


def test_imputations_do_not_hang_on_the_signs_of_singular_vectors(monkeypatch):
    rng = np.random.default_rng(4)
    predictors = np.column_stack([np.ones(200), rng.normal(size=(200, 4))])
    size = predictors @ [3, 1, 1, 0, 0] + rng.normal(size=200)
    size[:50] = np.nan
    first = imputed_donors(predictors, size, 20, np.random.default_rng(5))
    svd = np.linalg.svd

    def turned(*arguments, **named):
        u, singular, vt = svd(*arguments, **named)
        signs = np.where(np.arange(len(singular)) % 2 == 0, -1.0, 1.0)
        return u * signs, singular, signs[:, None] * vt

    monkeypatch.setattr(np.linalg, "svd", turned)
    assert np.array_equal(first, imputed_donors(predictors, size, 20, np.random.default_rng(5)))
    assert len(np.unique(first, axis=0)) == 20


def test_sizes_that_are_all_known_leave_nothing_to_impute():
    rows, truth = evaluations(np.random.default_rng(2), hidden=0.0)
    row = fit_missing_sizes(rows).filter(benchmark_id="b").to_dicts()[0]
    assert (row["status"], row["n_unknown"]) == ("every size is known", 0)
    assert row["estimate"] == pytest.approx(truth)
    assert row["estimate_imputed"] is None


@pytest.mark.parametrize(
    ("keep", "statuses"),
    [
        (pl.col("parameters_b").is_null(), {"fewer than two sizes"}),
        (pl.col("parameters_b") == 1, {"fewer than two sizes"}),
        (pl.col("evaluation_id") < "e0003", None),
        (pl.col("evaluation_id") < "e0020", None),
        (pl.lit(value=False), set()),
    ],
)
def test_few_evaluations_do_not_break_it(keep, statuses):
    rows, _ = evaluations(np.random.default_rng(4))
    found = fit_missing_sizes(rows.filter(keep))
    if statuses is not None:
        assert set(found["status"].to_list()) == statuses
    assert found.filter(pl.col("status") == "ok")["estimate_imputed"].null_count() == 0


def test_constant_scores_have_no_variance():
    rows, _ = evaluations(np.random.default_rng(5))
    found = fit_missing_sizes(rows.with_columns(score_pct=pl.lit(33.3)))
    assert set(found["status"].to_list()) == {"no variance within groups"}
