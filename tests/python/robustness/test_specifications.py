"""Specifications from cells: scipy, statsmodels, R's clubSandwich, and rates under the null."""

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis_py.dependence.coefficient import (
    cluster_errors,
    fit_coefficient,
    heteroscedastic_errors,
    naive_errors,
)
from analysis_py.dependence.robust import regression_contrasts
from analysis_py.robustness.curve_test import (
    Design,
    draw_signs,
    median_test,
    null_scores,
    simulate_curves,
)
from analysis_py.robustness.decisions import decide
from analysis_py.robustness.specification_curve import fit_specification_curves

#: Closed forms against other libraries' closed forms, relative.
TOLERANCE = 1e-9
#: p-values of t with broken degrees of freedom, as for the other comparisons with clubSandwich.
P_TOLERANCE = 1e-8

CELL = ["side", "training_type", "architecture_family", "parameters_b", "base_family"]


def cells_of(rows, contrast="difference", factor="training_type", has_chance=True):
    """Sum rows with a ``score`` in percent as int_specification_cells_summed does."""
    n = rows.height
    values = rows.with_columns(
        raw=pl.col("score"),
        log=pl.when(pl.col("score") > 0).then(pl.col("score").log()),
        logit=((pl.col("score") + 0.5) / (100.5 - pl.col("score"))).log(),
        above_chance=(pl.col("score") - 25).clip(0) / 0.75,
        rank=pl.Series(2 * stats.rankdata(rows["score"])),
    )
    return (
        values.unpivot(
            ["raw", "log", "logit", "above_chance", "rank"],
            index=CELL,
            variable_name="score_scale",
            value_name="value",
        )
        .drop_nulls("value")
        .group_by("score_scale", *CELL)
        .agg(
            pl.len().cast(pl.Int64).alias("n_obs"),
            pl.col("value").mean().alias("mean"),
            ((pl.col("value") - pl.col("value").mean()) ** 2).sum().alias("sum_squares"),
        )
        .with_columns(
            cohort_id=pl.lit(f"of {n}"),
            duplicates=pl.lit("all"),
            conclusion=pl.lit("c"),
            contrast=pl.lit(contrast),
            factor=pl.lit(factor),
            benchmark_id=pl.lit("b"),
            has_chance=pl.lit(has_chance),
        )
    )


def simulate(rng, n=160, n_families=25, effect=0.0, spread=0.0, noise=(9.0, 4.0)):
    """Return rows of two sides; ``spread`` is the deviation between base families."""
    family = rng.integers(0, n_families, n)
    size = np.array([0.5, 1.4, 2.7, 6.7, 13.0, 34.0, 70.0])[family % 7]
    is_a = rng.random(n) < 0.4
    shift = rng.normal(0, spread, n_families) if spread else np.zeros(n_families)
    within = rng.normal(0, np.where(is_a, *noise))
    return pl.DataFrame(
        {
            "side": np.where(is_a, "a", "b"),
            "training_type": np.where(is_a, "x", np.where(rng.random(n) < 0.3, "y", "z")),
            "architecture_family": np.array(["Llama", "Other", "GPT2"])[family % 3],
            "parameters_b": size,
            "base_family": [f"f{k}" for k in family],
            "score": np.clip(45 + effect * is_a + shift[family] + within, 0, 99),
        }
    )


def specifications(cells, **options):
    fit = fit_specification_curves(cells, 99, 39, 1, **options)
    rows = fit.select("specifications").explode("specifications").unnest("specifications")
    return {(r["score_scale"], r["test"], r["clustering"]): r for r in rows.to_dicts()}


@pytest.fixture(scope="module")
def rows():
    return simulate(np.random.default_rng(11), effect=2.0, spread=3.0)


@pytest.fixture(scope="module")
def found(rows):
    return specifications(cells_of(rows))


def scaled(rows, scale):
    score = rows["score"].to_numpy()
    if scale == "log":
        return np.log(score)
    if scale == "logit":
        return np.log((score + 0.5) / (100.5 - score))
    return np.maximum(score - 25, 0) / 0.75 if scale == "above_chance" else score


@pytest.mark.parametrize("scale", ["raw", "log", "logit", "above_chance"])
@pytest.mark.parametrize(("test", "equal_var"), [("pooled_t", True), ("welch", False)])
def test_differences_match_scipy(rows, found, scale, test, equal_var):
    y, is_a = scaled(rows, scale), (rows["side"] == "a").to_numpy()
    expected = stats.ttest_ind(y[is_a], y[~is_a], equal_var=equal_var)
    row = found[scale, test, "naive"]
    interval = expected.confidence_interval(0.95)
    assert row["statistic"] == pytest.approx(expected.statistic, rel=TOLERANCE)
    assert row["df_den"] == pytest.approx(expected.df, rel=TOLERANCE)
    assert row["p_value"] == pytest.approx(expected.pvalue, rel=1e-7)
    assert row["ci_low"] == pytest.approx(interval.low, rel=1e-7)
    assert row["ci_high"] == pytest.approx(interval.high, rel=1e-7)
    within = np.sqrt((y[is_a].var() * is_a.sum() + y[~is_a].var() * (~is_a).sum()) / (len(y) - 2))
    assert row["standardised_estimate"] == pytest.approx(row["estimate"] / within, rel=TOLERANCE)


def test_ranks_are_the_mann_whitney_test(rows, found):
    """The pooled t on ranks is a monotone function of z: z² = (N − 1) t² / (N − 2 + t²)."""
    y, is_a = rows["score"].to_numpy(), (rows["side"] == "a").to_numpy()
    row = found["rank", "rank", "naive"]
    expected = stats.mannwhitneyu(y[is_a], y[~is_a], method="asymptotic", use_continuity=False)
    n, t = len(y), row["statistic"]
    z = np.sqrt((n - 1) * t**2 / (n - 2 + t**2))
    assert 2 * stats.norm.sf(z) == pytest.approx(expected.pvalue, rel=1e-7)
    delta = 2 * expected.statistic / (is_a.sum() * (~is_a).sum()) - 1
    assert row["estimate"] == pytest.approx(delta, rel=TOLERANCE)


def adjusted_design(rows):
    size = np.log(rows["parameters_b"].to_numpy())
    z = (size - size.mean()) / size.std()
    family = rows["architecture_family"].to_numpy()
    dummies = [family == name for name in ("Llama", "Other")]
    is_a = rows["side"].to_numpy() == "a"
    return np.column_stack([is_a, np.ones(len(z)), z, z**2, z**3, *dummies]).astype(float)


@pytest.mark.parametrize("scale", ["raw", "logit"])
def test_adjusted_differences_match_statsmodels(rows, found, scale):
    ols = sm.OLS(scaled(rows, scale), adjusted_design(rows)).fit()
    row = found[scale, "adjusted", "naive"]
    assert row["estimate"] == pytest.approx(ols.params[0], rel=TOLERANCE)
    assert row["std_error"] == pytest.approx(ols.bse[0], rel=TOLERANCE)
    assert row["df_den"] == ols.df_resid
    assert row["p_value"] == pytest.approx(ols.pvalues[0], rel=1e-7)


@pytest.mark.parametrize("test", ["welch", "adjusted", "rank"])
def test_clustered_errors_match_matrices_of_the_rows(rows, found, test):
    design = adjusted_design(rows)
    design = design if test == "adjusted" else design[:, :2]
    rank = 2 * stats.rankdata(rows["score"]) / rows.height
    y = rank if test == "rank" else rows["score"].to_numpy()
    contrast = np.zeros((1, design.shape[1]))
    contrast[0, 0] = 1
    families = rows["base_family"].to_numpy()
    expected = regression_contrasts(design, np.ones(len(y)), y, 0.0, families, contrast)
    row = found["rank" if test == "rank" else "raw", test, "cr2"]
    assert row["estimate"] == pytest.approx(expected.estimate[0], rel=TOLERANCE)
    assert row["std_error"] == pytest.approx(expected.std_error[0], rel=TOLERANCE)
    assert row["df_den"] == pytest.approx(expected.df[0], rel=TOLERANCE)


def test_clustered_differences_match_clubsandwich(project):
    """R compared all types at once; a pair's CR2 knows of no other level."""
    folder = project / "tests/reference/dependence"
    data = pl.read_csv(folder / "rows.csv", infer_schema_length=None)
    expected = pl.read_csv(folder / "pairs.csv").filter(
        (pl.col("factor") == "training_type")
        & (pl.col("group_a") == "fine-tuned")
        & (pl.col("group_b") == "instruction-tuned")
    )
    assert expected.height == 2
    pair = data.filter(pl.col("training_type").is_in(["fine-tuned", "instruction-tuned"]))
    for row in expected.to_dicts():
        rows = pair.select(
            pl.when(pl.col("training_type") == "fine-tuned")
            .then(pl.lit("b"))
            .otherwise(pl.lit("a"))
            .alias("side"),
            *CELL[1:],
            pl.col(row["benchmark"]).alias("score"),
        )
        ours = specifications(cells_of(rows))["raw", "welch", "cr2"]
        assert ours["estimate"] == pytest.approx(-row["estimate"], rel=TOLERANCE)
        assert ours["std_error"] == pytest.approx(row["std_error"], rel=TOLERANCE)
        assert ours["df_den"] == pytest.approx(row["df_den"], rel=TOLERANCE)
        assert ours["p_value"] == pytest.approx(row["p_value"], abs=P_TOLERANCE)


def test_slopes_match_statsmodels_and_spearman(rows):
    found = specifications(cells_of(rows, "slope", "parameter_range"))
    x, y = np.log2(rows["parameters_b"].to_numpy()), rows["score"].to_numpy()
    line = stats.linregress(x, y)
    row = found["raw", "pooled_t", "naive"]
    assert row["estimate"] == pytest.approx(line.slope, rel=TOLERANCE)
    assert row["std_error"] == pytest.approx(line.stderr, rel=TOLERANCE)
    assert row["standardised_estimate"] == pytest.approx(line.rvalue, rel=TOLERANCE)
    hc2 = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC2")
    assert found["raw", "welch", "naive"]["std_error"] == pytest.approx(hc2.bse[1], rel=TOLERANCE)
    by_row = regression_contrasts(
        sm.add_constant(x), np.ones(len(y)), y, 0.0, np.arange(len(y)), [[0, 1]]
    )
    assert found["raw", "welch", "naive"]["df_den"] == pytest.approx(by_row.df[0], rel=TOLERANCE)
    rho = stats.spearmanr(x, y)
    row = found["rank", "rank", "naive"]
    assert row["standardised_estimate"] == pytest.approx(rho.statistic, rel=TOLERANCE)
    assert row["p_value"] == pytest.approx(rho.pvalue, rel=1e-7)


def test_heteroscedastic_differences_have_welch_s_error(rows):
    y, is_a = rows["score"].to_numpy(), (rows["side"] == "a").to_numpy()
    n = len(y)
    fit = fit_coefficient(
        is_a, np.ones((n, 1)), np.ones(n), y[:, None], np.zeros((n, 1)), np.arange(n)
    )
    welch = np.sqrt(y[is_a].var(ddof=1) / is_a.sum() + y[~is_a].var(ddof=1) / (~is_a).sum())
    for errors in (heteroscedastic_errors(fit), cluster_errors(fit)):
        assert errors.std_error[0] == pytest.approx(welch, rel=TOLERANCE)
    assert naive_errors(fit).std_error[0] != pytest.approx(welch, rel=1e-3)


def test_every_sensible_combination_is_there_once(rows):
    with_chance = specifications(cells_of(rows))
    assert len(with_chance) == 4 * 5 + 2
    without = specifications(cells_of(rows, has_chance=False))
    assert set(without) == {key for key in with_chance if key[0] != "above_chance"}


def test_zeros_and_unknown_sizes_are_counted_as_dropped(rows):
    changed = rows.with_row_index().with_columns(
        score=pl.when(pl.col("index") < 7).then(0.0).otherwise("score"),
        parameters_b=pl.when(pl.col("index") >= 150).then(None).otherwise("parameters_b"),
    )
    found = specifications(cells_of(changed.drop("index")))
    dropped = {key: row["n_dropped"] for key, row in found.items() if key[2] == "naive"}
    assert dropped["raw", "welch", "naive"] == dropped["logit", "welch", "naive"] == 0
    assert dropped["log", "welch", "naive"] == 7
    assert dropped["raw", "adjusted", "naive"] == 10
    assert dropped["log", "adjusted", "naive"] == 17


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        (
            {"side": "a"},
            ("raw", "pooled_t", "naive"),
            "a side has fewer than two rows",
        ),
        (
            {"base_family": "one"},
            ("raw", "welch", "cr2"),
            "a side lies in one base family",
        ),
        (
            {"architecture_family": pl.col("side")},
            ("raw", "adjusted", "naive"),
            "the covariates determine the contrast",
        ),
        ({"score": 50.0}, ("raw", "pooled_t", "naive"), "the score does not vary"),
        ({"score": 0.0}, ("log", "pooled_t", "naive"), "no observations"),
    ],
)
def test_what_cannot_be_tested_is_a_row_that_says_why(rows, change, key, reason):
    columns = {k: v if isinstance(v, pl.Expr) else pl.lit(v) for k, v in change.items()}
    found = specifications(cells_of(rows.with_columns(**columns)))
    assert len(found) == 22
    assert found[key]["status"] == reason
    assert found[key]["decision"] is None


def test_a_population_without_rows_keeps_its_specifications(rows):
    cells = cells_of(rows)
    empty = cells.head(1).with_columns(
        cohort_id=pl.lit("empty"),
        score_scale=pl.lit(None, pl.String),
        n_obs=pl.lit(0, pl.Int64),
        **{name: pl.lit(None, cells.schema[name]) for name in [*CELL, "mean", "sum_squares"]},
    )
    fit = fit_specification_curves(pl.concat([cells, empty]), 99, 39, 1)
    found = fit.select("specifications").explode("specifications").unnest("specifications")
    found = found.filter(pl.col("cohort_id") == "empty")
    assert found.height == 22
    assert found["status"].unique().to_list() == ["no observations"]


def test_decisions():
    assert decide(-1.0, 0.049, 0.95) == "negative"
    assert decide(1.0, 0.049, 0.95) == "positive"
    assert decide(1.0, 0.05, 0.95) == "not significant"
    assert decide(-1.0, 0.049, 0.99) == "not significant"


def test_a_clear_difference_is_positive_whatever_the_choices():
    rows = simulate(np.random.default_rng(3), effect=15.0)
    assert {row["decision"] for row in specifications(cells_of(rows)).values()} == {"positive"}
    turned = rows.with_columns(side=pl.col("side").replace({"a": "b", "b": "a"}))
    found = specifications(cells_of(turned))
    assert {row["decision"] for row in found.values()} == {"negative"}


@pytest.fixture(scope="module")
def null_curves():
    """Decisions, p-values of curves: independent rows, and rows that share a family's shift."""
    rng = np.random.default_rng(20240112)
    curves = {}
    for spread in (0.0, 8.0):
        decisions, found = [], []
        for _ in range(400):
            rows = simulate(rng, spread=spread, noise=(6.0, 6.0))
            if spread:
                # sides follow base families, as fine-tunes do
                side = pl.col("base_family").str.slice(1).cast(pl.Int64) % 2 == 0
                rows = rows.with_columns(
                    side=pl.when(side).then(pl.lit("a")).otherwise(pl.lit("b")),
                )
            fit = fit_specification_curves(cells_of(rows), 199, 199, 1)
            found.append(fit.drop("specifications"))
            decisions.append(
                {
                    tuple(s["specification_id"].split("/")[4:]): s["decision"]
                    for s in fit["specifications"][0].to_list()
                }
            )
        curves[spread] = decisions, pl.concat(found)
    return curves


def rejected(decisions, key):
    return np.mean([d[key] != "not significant" for d in decisions])


@pytest.mark.simulation
@pytest.mark.parametrize(
    "key",
    [
        ("raw", "welch", "naive"),
        ("logit", "welch", "naive"),
        ("raw", "welch", "cr2"),
        ("log", "adjusted", "cr2"),
    ],
)
def test_independent_null_rows_are_significant_at_the_nominal_rate(null_curves, key):
    """5 % of 400; three standard errors are 0.033."""
    assert abs(rejected(null_curves[0.0][0], key) - 0.05) <= 0.033


@pytest.mark.simulation
def test_a_null_curve_is_significant_at_the_nominal_rate(null_curves):
    """All choices together: no more of them than 5 % are significant by design."""
    decisions = null_curves[0.0][0]
    share = np.mean([rejected(decisions, key) for key in decisions[0]])
    assert len(decisions[0]) == 22
    assert abs(share - 0.05) <= 0.033


@pytest.mark.simulation
def test_clustered_null_rows_break_the_naive_specifications_only(null_curves):
    decisions = null_curves[8.0][0]
    assert rejected(decisions, ("raw", "welch", "naive")) > 0.2
    assert rejected(decisions, ("raw", "welch", "cr2")) <= 0.05 + 0.033


@pytest.mark.simulation
@pytest.mark.parametrize("spread", [0.0, 8.0])
@pytest.mark.parametrize("name", ["p_value", "p_value_calibrated"])
def test_the_curve_as_a_whole_keeps_its_level(null_curves, spread, name):
    """Whether or not rows depend on each other."""
    rate = (null_curves[spread][1][name] <= 0.05).mean()
    assert abs(rate - 0.05) <= 0.033


@pytest.mark.simulation
def test_the_simulated_size_is_that_of_curves_of_rows(null_curves):
    for spread in (0.0, 8.0):
        found = null_curves[spread][1]
        rate = (found["p_value"] <= 0.05).mean()
        assert found["simulated_size"].mean() == pytest.approx(rate, abs=0.033)


def one_estimate(rng, n_cells=40, n_clusters=9):
    """Return a fit on cells with a covariate, and its parts."""
    variable = (rng.random(n_cells) < 0.4).astype(float)
    covariates = np.column_stack([np.ones(n_cells), rng.normal(size=n_cells)])
    n_obs = rng.integers(1, 5, n_cells)
    clusters = rng.integers(0, n_clusters, n_cells)
    mean = (rng.normal(size=n_cells) + rng.normal(size=n_clusters)[clusters])[:, None]
    nothing = np.zeros((n_cells, 1))
    fit = fit_coefficient(variable, covariates, n_obs, mean, nothing, clusters)
    return fit, variable, covariates, n_obs, mean[:, 0], clusters


def test_a_draw_is_a_regression_on_the_signs_of_the_null_residuals():
    """Each draw of the curve's bootstrap against statsmodels on refitted rows."""
    rng = np.random.default_rng(8)
    fit, variable, covariates, n_obs, mean, clusters = one_estimate(rng)
    signs = draw_signs(20, 9, 3)
    null = sm.WLS(mean, covariates, weights=n_obs).fit()
    design = np.column_stack([variable, covariates])

    def t_of(y):
        found = sm.WLS(y, design, weights=n_obs).fit(
            cov_type="cluster", cov_kwds={"groups": clusters, "use_correction": False}
        )
        return found.tvalues[0]

    scores = null_scores(fit, 0)
    assert scores.t == pytest.approx(t_of(mean), rel=TOLERANCE)
    drawn = scores.drawn_t(signs)
    for sign, t in zip(signs, drawn, strict=True):
        y = null.fittedvalues + sign[clusters] * null.resid
        assert t == pytest.approx(t_of(y), rel=1e-7)


def test_the_median_test_counts_draws_as_far_as_the_sample():
    fit, *_ = one_estimate(np.random.default_rng(9))
    scores = null_scores(fit, 0)
    signs = np.vstack([np.ones(9), -np.ones(9), draw_signs(7, 9, 1)])
    drawn = np.abs(scores.drawn_t(signs))
    expected = (1 + (drawn >= abs(scores.t) * (1 - 1e-9)).sum()) / 10
    assert median_test([scores], signs) == (pytest.approx(scores.t), expected)
    assert expected >= 3 / 10
    # a specification that shares an estimate with another is no new one
    assert median_test([scores, scores], signs) == median_test([scores], signs)
    assert set(np.unique(draw_signs(50, 9, 3))) == {-1.0, 1.0}


def test_simulated_curves_of_independent_rows_are_students_t():
    """Every row its own cluster: t of HC0 without a correction, of a bootstrap that knows it."""
    is_a = np.repeat([1.0, 0.0], 60)
    rows = np.arange(120)
    design = Design("p", rows, is_a, np.ones((120, 1)), np.ones(120, dtype=np.int64), rows)
    curves = simulate_curves([design, design], 0.5, 120, 4000, 1)
    assert curves.size(0.05) == pytest.approx(0.05, abs=3 * np.sqrt(2 * 0.05 * 0.95 / 4000))
    limit = stats.t.isf(0.025, 118) * np.sqrt(120 / 118)
    assert curves.p_value(limit) == pytest.approx(0.05, abs=3 * np.sqrt(0.05 * 0.95 / 4000))
    assert curves.p_value(1e9) == 1 / 4001


def test_what_repeats_another_specification_has_no_vote_of_its_own(rows):
    """No score below chance: corrected for it, raw scores only change their unit."""
    above = rows.with_columns(score=pl.col("score").clip(26, 99))
    fit = fit_specification_curves(cells_of(above), 99, 39, 1)
    found = fit.select("specifications").explode("specifications").unnest("specifications")
    repeats = found.filter(pl.col("repeats").is_not_null())
    assert repeats["score_scale"].unique().to_list() == ["above_chance"]
    assert repeats.height == 5
    assert set(repeats["repeats"]) <= set(found.filter(score_scale="raw")["specification_id"])
    distinct = found.filter(pl.col("repeats").is_null())
    expected = distinct["standardised_estimate"].median()
    assert fit["median_standardised_estimate"].item() == pytest.approx(expected)


def test_one_seed_gives_one_answer_in_whatever_order_rows_come(rows):
    cells = cells_of(rows)
    first = fit_specification_curves(cells, 99, 39, 7)
    again = fit_specification_curves(cells.sample(fraction=1, shuffle=True, seed=5), 99, 39, 7)
    assert first.equals(again)
    assert first["seed"].to_list() == [7]


def test_one_evaluation_per_model_is_that_of_the_marts(warehouse):
    """On a whole board the cohort's best evaluation of a model is the board's."""
    found = warehouse.sql(
        "select cohort_id, n_obs from statistics.stat_specification_curve "
        "where conclusion = 'instruction_minus_fine_tuned' and benchmark_id in ('arc', 'ifeval') "
        "and cohort_id in ('openllm_v1', 'openllm_v2') and duplicates = 'preferred' "
        "and score_scale = 'raw' and test = 'pooled_t' order by all"
    ).fetchall()
    expected = warehouse.sql(
        "select cohort_id, count(*) from marts.bridge_cohort_evaluations "
        "join marts.fct_evaluations using (evaluation_id) "
        "where cohort_id in ('openllm_v1', 'openllm_v2') and is_preferred_evaluation "
        "and training_type in ('fine-tuned', 'instruction-tuned') group by all order by all"
    ).fetchall()
    assert found == expected
    assert len(found) == 2


def test_the_summary_counts_the_curve(warehouse):
    bad = warehouse.sql(
        "with counted as (select conclusion, benchmark_id, count(*) n, "
        "avg((decision = 'positive')::int) positive, median(standardised_estimate) middle "
        "from statistics.stat_specification_curve where status = 'ok' and repeats is null "
        "group by all) "
        "select count(*), count(*) filter (where n != n_distinct or abs(positive - share_positive) "
        "+ abs(middle - median_standardised_estimate) > 1e-12) "
        "from counted join statistics.stat_specification_summary using (conclusion, benchmark_id)"
    ).fetchall()
    assert bad == [(73, 0)]


def test_the_warehouse_has_every_specification(warehouse):
    """22 per population where the benchmark has a chance level, else 17."""
    counts = warehouse.sql(
        "select benchmark_id, conclusion, count(*) from statistics.stat_specification_curve "
        "group by all"
    ).fetchall()
    for benchmark, _, n in counts:
        populations = 2 if benchmark in {"bbh", "gpqa", "ifeval", "math", "mmlu_pro", "musr"} else 7
        per = 17 if benchmark in {"gsm8k", "ifeval", "math", "truthfulqa"} else 22
        assert n == populations * per
    assert len(counts) == 6 * 12 + 1


def test_the_warehouse_agrees_with_the_tables_of_pairs(warehouse):
    """Estimate, CR2 standard error and degrees of freedom, all cohorts and benchmarks."""
    worst = warehouse.sql(
        "select count(*), max(abs(curve.estimate + pairs.estimate)), "
        "max(abs(curve.std_error / pairs.std_error - 1)), "
        "max(abs(curve.df_den / pairs.df_den - 1)) "
        "from statistics.stat_specification_curve as curve "
        "inner join statistics.stat_cluster_robust as pairs using (cohort_id, benchmark_id) "
        "where pairs.method = 'cr2' and conclusion = 'instruction_minus_fine_tuned' "
        "and score_scale = 'raw' and test = 'welch' "
        "and clustering = 'cr2' and (duplicates = 'all' or cohort_id = 'openllm_v1_clean') "
        "and group_a = 'fine-tuned' and group_b = 'instruction-tuned'"
    ).fetchall()[0]
    assert worst[0] == 4 * 6 + 6
    assert max(worst[1:]) < 1e-8
