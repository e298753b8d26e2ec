"""Benchmarks that cannot carry a statistic are a row with its reason, never a crash."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.field.curves import fit_curves
from analysis_py.statistics.field.pairs import compare_modes, mean_over_developers
from analysis_py.statistics.field.slopes import fit_slopes

FITS = (fit_slopes, fit_curves)


def frame(n=40, n_developers=8, seed=1, **columns):
    """Return weights of a made-up benchmark; a column given by name replaces the made-up one."""
    rng = np.random.default_rng(seed)
    total = rng.uniform(0, 9, n)
    known = {
        "cohort_id": ["c"] * n,
        "benchmark_id": ["b"] * n,
        "weights": [f"w{i}" for i in range(n)],
        "developer": [f"m{i % n_developers}" for i in range(n)],
        "score_pct": 20 + 4 * total + rng.normal(0, 5, n),
        "n_evaluations": [1] * n,
        "years": rng.uniform(2, 6, n),
        "log2_total": total,
        "log2_active": np.where(np.arange(n) % 3 == 0, total - 3, total),
        "is_moe": [i % 3 == 0 for i in range(n)],
        "is_open": [float(i % 2) for i in range(n)],
    }
    made = pl.DataFrame(known | columns)
    numbers = ["score_pct", "years", "log2_total", "log2_active", "is_open"]
    return made.with_columns(pl.col(numbers).cast(pl.Float64))


def all_of(value, *names):
    """Return a frame whose columns of such names hold one value."""
    return frame(**dict.fromkeys(names, [value] * 40))


SIZES = ("log2_total", "log2_active")
OUTLIERS = (
    pl.when(pl.col("developer") == "m0").then(name).otherwise(5.0).alias(name)
    for name in ("score_pct", *SIZES)
)
DEGENERATE = {
    "no rows": frame().head(0),
    "three rows": frame(3, 2),
    "one developer": frame(n_developers=1),
    "two developers": frame(n_developers=2),
    "a developer each": frame(n_developers=40),
    "a constant score": all_of(50.0, "score_pct"),
    "one size": all_of(3.0, *SIZES),
    "no size": all_of(None, *SIZES),
    "one date": all_of(3.0, "years"),
    "no date": all_of(None, "years"),
    "dense models alone": all_of(False, "is_moe").with_columns(log2_active="log2_total"),
    "mixtures alone": all_of(True, "is_moe"),
    "all open": all_of(1.0, "is_open"),
    "nothing said of openness": all_of(None, "is_open"),
    "one developer whose models differ": frame(n_developers=8).with_columns(OUTLIERS),
    "size is date": frame().with_columns(years="log2_total"),
    "a score on a line": frame().with_columns(score_pct=20 + pl.col("log2_total")),
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.parametrize("fit", FITS, ids=lambda fit: fit.__name__)
def test_no_crash_and_no_number_that_is_none(name, fit):
    found = fit(DEGENERATE[name])
    for column in found.select(pl.selectors.float()).get_columns():
        assert column.drop_nulls().is_finite().all(), column.name
    assert "status" not in found.columns or found["status"].null_count() == 0


def drawn_by_makers(n_runs, n_makers, spread, noise, seed):
    """Yield frames whose models of one maker share an offset of the score, and lie in one era."""
    rng = np.random.default_rng(seed)
    maker = np.arange(60) % n_makers
    for i in range(n_runs):
        years = rng.uniform(2, 6, n_makers)[maker] + rng.normal(0, 0.3, 60)
        score = 50 + rng.normal(0, spread, n_makers)[maker] + rng.normal(0, noise, 60)
        made = frame(60, n_makers, seed=1000 * seed + i)
        yield made.with_columns(years=pl.Series(years), score_pct=pl.Series(score))


def test_a_test_says_how_often_it_errs_and_by_which_null():
    """A regression on one developer's models in the main errs often, one on many alike does not."""
    alike = fit_slopes(frame(120, 24)).filter(pl.col("model") == "total")
    assert 0.03 < alike["type1_error"].item() < 0.08
    sizes = pl.when(pl.col("developer") == "m0").then(pl.col("log2_total") * 9).otherwise(1.0)
    made = frame(120, 24).with_columns(log2_total=sizes + pl.Series(range(120)) * 1e-3)
    found = fit_slopes(made).filter(pl.col("model") == "total").row(0, named=True)
    assert found["type1_error"] is None or found["type1_error"] > alike["type1_error"].item()
    assert (found["type1_error"] is None) == (found["type1_error_null"] is None)


def test_pairs_too_few_have_a_reason():
    pairs = pl.DataFrame(
        {
            "cohort_id": ["c"] * 4,
            "benchmark_id": ["b"] * 4,
            "comparison": ["reasoning - not reasoning"] * 4,
            "weights": list("wxyz"),
            "developer": list("mnop"),
            "score_a": [60.0] * 4,
            "score_b": [50.0] * 4,
            "log2_total": [3.0, None, 4.0, None],
        }
    )
    (row,) = compare_modes(pairs).to_dicts()
    assert row["status"] == "4 pairs, fewer than 5"
    assert row["n_sized"] == 2
    assert row["estimate"] is None
    assert (row["mean_a"], row["mean_b"], row["share_positive"]) == (60, 50, 1)
    more = pl.concat([pairs, pairs]).with_columns(
        weights=pl.Series([f"w{i}" for i in range(8)]),
        developer=pl.Series([f"m{i % 3}" for i in range(8)]),
    )
    (same,) = compare_modes(more).to_dicts()
    assert same["estimate"] == pytest.approx(10)
    assert same["std_error"] is None
    assert same["warning"]


def test_many_models_of_one_maker_do_not_outvote_the_others():
    one_each = np.array([1.0, 2.0, 4.0]), np.array(["a", "b", "c"])
    assert mean_over_developers(*one_each) == (None,) * 4
    differences = np.concatenate([np.tile([9.0, 11.0], 50), [0.0, 1.0, -1.0, 0.0]])
    developers = np.array(["big"] * 100 + ["a", "a", "b", "b"])
    mean, *_ = mean_over_developers(differences, developers)
    assert differences.mean() > 9
    assert mean == pytest.approx((10 + 0.5 - 0.5) / 3, abs=0.5)


@pytest.mark.simulation
def test_intervals_hold_the_truth_when_makers_differ():
    """Level of the clustered interval where the models of a developer share an offset."""
    hits, n_runs = 0, 300
    for made in drawn_by_makers(n_runs, 15, 8, 3, 11):
        rows = made.with_columns(score_pct=pl.col("score_pct") + 5 * pl.col("years"))
        row = fit_slopes(rows, n_simulations=0).filter(model="date").row(0, named=True)
        hits += row["ci_low"] <= 5 <= row["ci_high"]
    # 95 % with a standard error of 1.3 points
    assert 0.91 <= hits / n_runs <= 0.99
