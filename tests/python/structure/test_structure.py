"""Questions of structure on invented tables, and what is said where nothing can be found."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.numerics.jackknife import jackknife
from analysis_py.statistics.structure.answers import fit_structure
from analysis_py.statistics.structure.forecasts import sign_flips
from analysis_py.statistics.structure.imputed import Components
from analysis_py.statistics.structure.sigmoid import fit_sigmoid, forecast

BENCHMARKS = ["one", "two", "three", "four"]
NO_PRINT = pl.DataFrame(
    schema={"question_id": pl.String, "term": pl.String, "coefficient": pl.Float64}
)


def asked(**fields):
    text = dict.fromkeys(["target", "predictor", "split_on"], pl.String)
    numbers = dict.fromkeys(["size_low_b", "size_high_b", "cut", "reach"], pl.Float64)
    row = {"question_id": "asked", "unit": "base_family", "taken": "pooled"}
    row |= dict.fromkeys([*text, *numbers]) | fields
    return pl.DataFrame([row], schema_overrides=text | numbers)


def answer(statistic, battery, scores, rows, printed=NO_PRINT, **fields):
    """Return the rows of a statistic that a question asks for."""
    question = asked(statistic=statistic, **fields)
    (found,) = fit_structure(question, battery, scores, rows, printed)[statistic]
    return found.to_list()


def battery(question="asked", target=None, benchmarks=BENCHMARKS):
    names = [*benchmarks, *([target] if target else [])]
    return pl.DataFrame(
        {
            "cohort_id": "made",
            "question_id": question,
            "benchmark_id": names,
            "place": range(len(names)),
            "is_in_battery": [name != target for name in names],
            "is_claimed": True,
            "chance_pct": 0.0,
        }
    )


def long(table):
    return (
        table.unpivot(index="row_id", variable_name="benchmark_id", value_name="score_pct")
        .drop_nulls()
        .with_columns(cohort_id=pl.lit("made"))
    )


def rows_of(n, seed=0, n_families=12):
    rng = np.random.default_rng(seed)
    flops = np.exp(rng.uniform(-3, 7, n))
    return pl.DataFrame(
        {
            "cohort_id": "made",
            "row_id": [f"r{i:03}" for i in range(n)],
            "base_family": [f"b{i % n_families:02}" for i in range(n)],
            "contributor": [f"c{i % 9}" for i in range(n)],
            "architecture": [f"a{i % 5}" for i in range(n)],
            "deployment": [f"d{i % 2}" for i in range(n)],
            "parameters_b": np.exp(rng.uniform(-1, 4, n)),
            "training_flops_1e21": flops,
            "released_on": rng.uniform(2022, 2025, n),
        }
    )


def made(n=120, seed=0, n_families=12):
    rng = np.random.default_rng(seed + 100)
    rows = rows_of(n, seed, n_families)
    ability = np.log(rows["training_flops_1e21"].to_numpy()) / 4 + 0.5 * rng.standard_normal(n)
    columns = {
        name: 100 / (1 + np.exp(-(ability + 0.2 * rng.standard_normal(n)))) for name in BENCHMARKS
    }
    columns["ahead"] = 100 / (1 + np.exp(-(2 * ability - 2 + 0.1 * rng.standard_normal(n))))
    return rows, long(pl.DataFrame({"row_id": rows["row_id"], **columns}))


def measures(found):
    (row,) = (row for row in found if row["scaling"] == "standardised")
    return {each["measure"]: each for each in row["measures"]}


def test_one_ability_is_one_component():
    rows, scores = made()
    found = answer("components", battery(), scores, rows)
    measure = measures(found)
    assert measure["n_factors"]["estimate"] == measure["n_kaiser"]["estimate"] == 1
    assert measure["share_first"]["ci_low"] < measure["share_first"]["estimate"] < 1
    assert measure["congruence"]["ci_low"] > 0.95
    loadings = [each for row in found for each in row["loadings"] if each["component"] == 1]
    assert min(each["loading"] for each in loadings) > 0


def test_a_component_that_turns_is_found():
    rows, scores = made(200)
    late = rows.filter(pl.col("released_on") > 2023.5)["row_id"]
    # after the cut another pair of benchmarks carries all the variance
    noise = np.random.default_rng(1).uniform(0, 100, scores.height)
    scores = scores.with_columns(
        score_pct=pl.when(
            pl.col("row_id").is_in(late.implode()) & pl.col("benchmark_id").is_in(["one", "two"])
        )
        .then(pl.Series(noise))
        .otherwise("score_pct")
    )
    split = {"split_on": "released_on", "cut": 2023.5}
    measure = measures(answer("components", battery(), scores, rows, **split))
    assert measure["rotation"]["p_value"] < 0.01
    assert measure["share_change"]["ci_high"] < 0


def test_correlations_within_units_and_by_unit():
    rows, scores = made()
    pair = battery(benchmarks=["one", "two"])
    kinds = {
        taken: answer("correlations", pair, scores, rows, taken=taken)
        for taken in ("pooled", "within", "each", "dated")
    }
    for taken in ("pooled", "within", "dated"):
        (row,) = kinds[taken]
        assert row["ci_low"] < row["estimate"] < row["ci_high"]
        assert row["critical_t"] >= 2.2  # the quantile of t with eleven degrees of freedom
        assert 0 <= row["type1_error"] <= 0.15
    assert len(kinds["each"]) == 12
    wide = scores.pivot("benchmark_id", index="row_id", values="score_pct").sort("row_id")
    r = np.corrcoef(wide["one"], wide["two"])[0, 1]
    assert kinds["pooled"][0]["estimate"] == pytest.approx(r, abs=1e-12)


def test_the_component_goes_with_compute():
    rows, scores = made()
    (row,) = answer("correlations", battery(), scores, rows, predictor="log_training_flops")
    assert (row["variable_a"], row["variable_b"]) == ("first component", "log_training_flops")
    assert row["ci_low"] > 0.5


def test_benchmarks_forecast_what_compute_does_not():
    rows, scores = made(160)
    split = {"target": "ahead", "split_on": "training_flops_1e21", "cut": 20.0}
    found = answer("forecasts", battery(target="ahead"), scores, rows, **split)
    by = {row["predictor"]: row for row in found}
    assert by["components"]["mse"] < by["training_flops"]["mse"] < by["mean"]["mse"]
    against = {c["against"]: c for c in by["components"]["comparisons"]}
    assert against["training_flops"]["ci_high"] < 0
    assert against["training_flops"]["mse_difference"] == pytest.approx(
        by["components"]["mse"] - by["training_flops"]["mse"]
    )
    assert "printed" not in by


def test_a_printed_formula_is_that_of_its_table_and_not_fitted(project):
    """Table C.1 of Ruan, Maddison and Hashimoto (2024): the logit of word unscrambling."""
    weights = {
        **{"mmlu": 1.03, "arc": 3.02, "hellaswag": 5.73, "winogrande": 2.44, "truthfulqa": -1.06},
        **{"gsm8k": 1.21, "xwinograd": 2.48, "humaneval": -0.08},
    }
    question = "ruan_later_unscrambling"
    printed = pl.read_csv(project / "seeds/structure/printed_forecasts.csv").drop("source")
    rows, shares = rows_of(60), np.random.default_rng(1).uniform(0, 1, (60, 9))
    table = pl.DataFrame(100 * shares, schema=[*weights, "ahead"])
    scores = long(table.with_columns(rows["row_id"]))
    split = {"question_id": question, "target": "ahead", "split_on": "released_on", "cut": 2024.0}
    asked_of = battery(question, "ahead", list(weights))
    found = answer("forecasts", asked_of, scores, rows, printed, **split)
    (row,) = (row for row in found if row["predictor"] == "printed")
    logit = -12.28 + shares[:, :8] @ list(weights.values())
    error = (shares[:, 8] - 1 / (1 + np.exp(-logit)))[rows["released_on"].to_numpy() > 2024.0]
    assert (row["n_train"], row["n_obs"]) == (0, len(error))
    assert row["mae_pct"] == pytest.approx(100 * np.abs(error).mean())
    assert row["bias_pct"] == pytest.approx(100 * error.mean())


@pytest.mark.parametrize("seed", range(4))
def test_more_starts_find_no_better_curve(seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((40, 3))
    y = 0.1 + 0.9 / (1 + np.exp(-(x @ [4.0, -3.0, 6.0] - 3))) + 0.05 * rng.standard_normal(40)
    fit = fit_sigmoid(x, y, np.random.default_rng(seed))
    more = fit_sigmoid(x, y, np.random.default_rng(99), n_starts=200)
    assert fit.sum_squares <= more.sum_squares * (1 + 1e-6)
    # a single start may end elsewhere: that is why there are many
    assert fit.sum_squares <= fit_sigmoid(x, y, rng, n_starts=1).sum_squares * (1 + 1e-9)
    assert ((y - forecast(fit, x)) ** 2).sum() == pytest.approx(fit.sum_squares)


def test_gaps_are_filled_by_the_first_component():
    rng = np.random.default_rng(3)
    whole = rng.standard_normal((60, 1)) @ np.ones((1, 5)) + 0.01 * rng.standard_normal((60, 5))
    holed = np.where(rng.random(whole.shape) < 0.1, np.nan, whole)
    pca = Components.from_scores(holed, 2)
    assert np.abs(pca.filled(holed) - whole).max() < 0.1
    # what is learnt on some rows is not changed by others
    assert np.allclose(pca.scores(holed[:5]), pca.scores(holed)[:5], atol=1e-5)


def test_a_lead_at_equal_compute_is_found():
    # fewer than fifteen families are not tested
    rows, scores = made(150, n_families=24)
    late = (rows["released_on"] > 2023.5).to_numpy()
    compute = np.log10(rows["training_flops_1e21"].to_numpy())
    score = 12 * np.maximum(compute, 0) + 8 * late + np.random.default_rng(2).normal(0, 1, 150)
    scores = long(pl.DataFrame({"row_id": rows["row_id"], "one": score}))
    split = {"split_on": "released_on", "cut": 2023.5}
    (row,) = answer("shifts", battery(benchmarks=["one"]), scores, rows, **split)
    assert row["estimate"] == pytest.approx(8, abs=0.7)
    assert row["ci_low"] < 8 < row["ci_high"]
    assert row["slope"] == pytest.approx(12, abs=0.7)


def test_shares_of_a_grouping_that_matters():
    rows, _ = made(400)
    effect = dict(zip(sorted(set(rows["contributor"])), np.linspace(-30, 30, 9), strict=True))
    rng = np.random.default_rng(5)
    shuffled = rows.with_columns(
        contributor=pl.Series(rng.permutation(rows["contributor"].to_numpy()))
    )
    y = 50 + np.array([effect[c] for c in shuffled["contributor"]]) + rng.normal(0, 10, 400)
    scores = long(pl.DataFrame({"row_id": rows["row_id"], "one": y, "two": y}))
    found = answer("shares", battery(benchmarks=["one", "two"]), scores, shuffled)
    key = ("contributor", "architecture", "size")
    (row,) = (row for row in found if (row["component"], row["against"], row["given"]) == key)
    assert row["share"] > 0.5
    assert row["difference_ci_low"] > 0


@pytest.mark.parametrize("kind", ["nobody", "two_rows", "constant", "one_unit", "unknown"])
def test_what_cannot_be_asked_says_why(kind):
    rows, scores = made(40)
    if kind == "nobody":
        # a score on each benchmark, each of another row
        scores = scores.unique("benchmark_id", keep="first", maintain_order=True).with_columns(
            row_id=pl.Series([f"r{i:03}" for i in range(5)])
        )
    if kind == "two_rows":
        scores = scores.filter(pl.col("row_id").is_in(["r000", "r001"]))
    if kind == "constant":
        scores = scores.with_columns(score_pct=pl.lit(50.0))
    if kind == "one_unit":
        rows = rows.with_columns(base_family=pl.lit("b"))
    if kind == "unknown":
        nothing = pl.lit(None, dtype=pl.Float64)
        rows = rows.with_columns(
            parameters_b=nothing, training_flops_1e21=nothing, released_on=nothing
        )
    whole = battery(target="ahead")
    split = {"split_on": "released_on", "cut": 2023.5}
    answers = [
        answer("components", battery(), scores, rows, **split),
        answer("correlations", battery(), scores, rows),
        answer("correlations", battery(), scores, rows, predictor="parameters_b"),
        answer("forecasts", whole, scores, rows, target="ahead", **split),
        answer("shifts", battery(), scores, rows, **split),
        answer("shares", battery(), scores, rows),
    ]
    for found in answers:
        assert not any(value != value for row in found for value in row.values())
        if kind in ("nobody", "two_rows", "constant"):
            assert "ok" not in {row["status"] for row in found}


def test_few_clusters_make_no_interval():
    assert np.isnan(jackknife(1.0, np.array([1.0, 2.0, 3.0]), 0.95).ci_low)
    assert np.isfinite(jackknife(1.0, np.array([1.0, 2.0, 3.0, 0.0]), 0.95).ci_low)


def test_all_signs_of_few_units_are_gone_through():
    # three units that agree: only all plus and all minus are as far out
    assert sign_flips(np.array([1.0, 2.0, 3.0]), np.random.default_rng(0)) == 2 / 8
