"""Emergence: rival curves and forecasts against R, and verdicts on curves of known shape."""

import numpy as np
import polars as pl
import pytest

from analysis_py.emergence.extrapolation import cannot_extrapolate, extrapolate
from analysis_py.emergence.rule import BIC_MARGIN, verdict
from analysis_py.emergence.shapes import (
    RIVALS,
    bic,
    fit_broken_line,
    fit_line,
    fit_sigmoid,
    fit_step,
)
from analysis_py.emergence.smooth import fit_size_smooth, monotone_share
from analysis_py.emergence.verdicts import fit_emergence, judge

BENCHMARKS = ["arc", "mmlu", "truthfulqa"]
#: Sums of squares of closed forms, of searches (flat at their optimum), and the places found.
CLOSED, SEARCHED, PLACED = 1e-10, 1e-7, 1e-3


@pytest.fixture(scope="module")
def folder(project):
    return project / "tests/reference/emergence"


@pytest.fixture(scope="module")
def curves(folder):
    rows = pl.read_csv(folder / "rows.csv")
    return {
        name: (group["log_parameters_b"].to_numpy(), group["score_pct"].to_numpy())
        for (name,), group in rows.group_by("benchmark_id", maintain_order=True)
    }


def simulate(shape, seed, n=120, noise=6.0):
    """Return n sizes between 0.1 and 100 B and scores of some shape over their logarithms."""
    x = np.log(np.geomspace(0.1, 100, n))
    return x, shape(x) + np.random.default_rng([20240112, seed]).normal(0, noise, n)


def line(x):
    return 30 + 4 * x


def step(x):
    return 30 + 20 * (x > 1.5)


def leap(x):
    return 30 + 30 * (x > 1.5)


def sigmoid(x):
    return 30 + 30 / (1 + np.exp(-(x - 1) / 0.8))


def hump(x):
    return 30 + 20 * np.exp(-((x - 1) ** 2))


def flat(x):
    return np.full_like(x, 30.0)


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_rival_curves_match_r(folder, curves, benchmark):
    x, y = curves[benchmark]
    expected = {
        row["model"]: row
        for row in pl.read_csv(folder / "models.csv", null_values="NA").to_dicts()
        if row["benchmark"] == benchmark
    }
    for rival in RIVALS:
        fit = rival(x, y)
        row = expected[fit.model]
        tolerance = SEARCHED if fit.model in ("broken_line", "sigmoid") else CLOSED
        assert fit.rss == pytest.approx(row["rss"], rel=tolerance), fit.model
        assert bic(fit.rss, len(x), fit.n_parameters) == pytest.approx(row["bic"], abs=1e-4)
        if row["location"] is not None:
            assert fit.location == pytest.approx(row["location"], abs=PLACED)
        if row["width"] is not None:
            assert fit.width == pytest.approx(row["width"], abs=PLACED)
    smooth = fit_size_smooth(x, y, 0.95, np.random.default_rng(1))
    # the tolerances of the additive models: edf within 1e-2, and so log n of that in BIC
    assert smooth.rss == pytest.approx(expected["smooth"]["rss"], rel=1e-4)
    assert bic(smooth.rss, len(x), smooth.edf) == pytest.approx(expected["smooth"]["bic"], abs=0.06)


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_forecasts_match_r(folder, curves, benchmark):
    x, y = curves[benchmark]
    row = pl.read_csv(folder / "forecasts.csv").row(
        by_predicate=pl.col("benchmark") == benchmark, named=True
    )
    found = extrapolate(x, y, np.log(7), 199, 0.95, np.random.default_rng(1))
    for name in ("rmse_within", "rmse_beyond", "bias", "statistic"):
        assert found[name] == pytest.approx(row[name], rel=1e-9), name
    assert found["p_value"] == pytest.approx(row["p_value"], rel=1e-6)
    assert (found["n_within"], found["n_beyond"]) == (row["n_within"], row["n_beyond"])
    assert found["error_ratio"] == found["rmse_beyond"] / found["rmse_within"]
    assert monotone_share(x, y) == pytest.approx(row["monotone_share"], rel=1e-9)


def test_the_step_is_the_best_of_all_places():
    x, y = simulate(step, 1, 60)
    fit = fit_step(x, y)
    tried = [
        np.sum((y[:i] - y[:i].mean()) ** 2) + np.sum((y[i:] - y[i:].mean()) ** 2)
        for i in range(6, 55)
    ]
    assert fit.rss == pytest.approx(min(tried), rel=CLOSED)
    assert x[:-1][np.diff(x) > 0].min() < fit.location < x.max()


def test_no_break_does_better_than_the_one_found():
    """The exact search against a fine grid of breaks."""
    x, y = simulate(hump, 2, 80)
    found = fit_broken_line(x, y)
    losses = []
    for place in np.linspace(x[8], x[-9], 5000):
        design = np.stack([np.ones_like(x), x, np.maximum(x - place, 0)], axis=1)
        losses.append(np.sum((y - design @ np.linalg.lstsq(design, y)[0]) ** 2))
    assert found.rss <= min(losses) * (1 + CLOSED)
    assert found.rss == pytest.approx(min(losses), rel=1e-5)


def test_a_logistic_without_noise_is_recovered():
    x, _ = simulate(flat, 3)
    fit = fit_sigmoid(x, sigmoid(x))
    assert fit.location == pytest.approx(1, abs=1e-4)
    assert fit.width == pytest.approx(2 * np.log(9) * 0.8, abs=1e-4)
    falling = fit_sigmoid(x, -sigmoid(x))
    assert falling.rise == pytest.approx(-fit.rise, rel=1e-6)
    assert falling.rise < 0


def test_units_do_not_matter():
    x, y = simulate(sigmoid, 4)
    for rival in RIVALS:
        one, other = rival(x, y), rival(x, 3 * y - 7)
        assert other.rss == pytest.approx(9 * one.rss, rel=SEARCHED)
        assert other.rise == pytest.approx(3 * one.rise, rel=1e-3, abs=1e-9)


@pytest.mark.simulation
@pytest.mark.parametrize(
    ("shape", "expected", "least"),
    [
        (leap, "emergent", 36),
        (step, "emergent", 22),
        (line, "gradual", 36),
        (sigmoid, "gradual", 36),
        (flat, "flat", 34),
        (hump, "not monotone", 36),
    ],
)
def test_known_curves_get_their_verdict(shape, expected, least):
    """Of 40 data sets; no other shape than a step is ever called emergent more than twice.

    A jump of three residual deviations is often within reach of a sigmoid over a factor of 2.5 in
    size, so only some are found; of five, nearly all.
    """
    found = [
        judge(*simulate(shape, seed), 199, 0.6, 0.95, [1, seed])["verdict"] for seed in range(40)
    ]
    assert found.count(expected) >= least
    if shape not in (leap, step):
        assert found.count("emergent") <= 2


def test_the_order_of_the_rules():
    def decide(best="step", sharp=5.0, jumps=True, p_fall=0.5, slope=1.0):
        return verdict(best, sharp, jumps, p_fall, slope, 0.05)

    assert decide() == "emergent"
    assert decide(p_fall=0.001) == "emergent"
    assert decide(best="flat") == "flat"
    assert decide(jumps=False) == "undecided"
    assert decide(sharp=1.9) == "undecided"
    assert decide(sharp=-1.9) == "undecided"
    assert decide(sharp=-2.0) == "gradual"
    assert decide(sharp=-2.0, slope=-1.0) == "undecided"
    assert decide(sharp=-2.0, p_fall=0.04) == "not monotone"
    assert decide(jumps=False, p_fall=0.04) == "not monotone"


def test_a_jump_down_does_not_emerge():
    for seed in range(5):
        x, y = simulate(lambda x: -step(x), seed)
        assert judge(x, y, 99, 0.6, 0.95, [1])["verdict"] == "not monotone"


def test_the_scale_decides_about_the_curve():
    """Exponential in log size: on the log scale no curve beats a line by the margin."""
    x, noise = simulate(flat, 5, noise=0.15)
    y = np.exp(0.5 * x + noise - 30)
    lines = [
        model.delta_bic
        for scores in (np.log(y), y)
        for model in judge(x, scores, 99, 0.6, 0.95, [1])["models"]
        if model.model == "line"
    ]
    assert lines[0] < BIC_MARGIN
    assert lines[1] > 50


def test_sharpness_of_a_line_is_one_and_of_a_jump_large():
    rng = np.random.default_rng(1)
    straight = fit_size_smooth(*simulate(line, 6, noise=1.0), 0.95, rng)
    jump = fit_size_smooth(*simulate(step, 6, noise=1.0), 0.95, rng)
    assert straight.sharpness == pytest.approx(1, abs=0.1)
    assert jump.sharpness > 4
    assert jump.sharpness_ci_low > straight.sharpness_ci_high
    assert abs(jump.largest_slope_at - 1.5) < 0.3
    falling = fit_size_smooth(*simulate(lambda x: -line(x), 6, noise=1.0), 0.95, rng)
    assert falling.sharpness is None
    assert falling.p_fall == 1 / 2001


@pytest.mark.simulation
def test_false_falls_are_as_rare_as_they_should_be():
    """Of a constant's 200 curves 5 % may fall; four standard errors are 6.2 %."""
    falls = sum(
        fit_size_smooth(*simulate(flat, seed, 60), 0.95, np.random.default_rng(seed)).p_fall < 0.05
        for seed in range(200)
    )
    assert falls / 200 <= 0.112


def test_intervals_of_the_bias_cover():
    """A line has none. Nominal 0.95; of 300 data sets four standard errors are 0.05."""
    covered = 0
    for seed in range(300):
        x, y = simulate(line, seed, 100)
        found = extrapolate(x, y, x[59], 199, 0.95, np.random.default_rng(seed))
        covered += found["bias_ci_low"] <= 0 <= found["bias_ci_high"]
    assert abs(covered / 300 - 0.95) <= 0.05


def test_chow_s_test_keeps_its_level():
    """At 0.05, of 400 data sets; four standard errors are 0.044."""
    rejected = 0
    for seed in range(400):
        x, y = simulate(line, seed, 60)
        rejected += extrapolate(x, y, x[35], 9, 0.9, np.random.default_rng(0))["p_value"] < 0.05
    assert abs(rejected / 400 - 0.05) <= 0.044


def test_isotonic_share():
    x = np.array([0.0, 0.0, 1.0, 1.0, 2.0, 2.0])
    assert monotone_share(x, np.array([1.0, 2.0, 2.0, 4.0, 5.0, 7.0])) == pytest.approx(1)
    assert monotone_share(x, np.array([5.0, 7.0, 2.0, 4.0, 1.0, 2.0])) == pytest.approx(
        0, abs=1e-12
    )


def test_a_forecast_needs_rows_on_both_sides():
    x = np.arange(12.0)
    y = x**2
    assert cannot_extrapolate(x, y, 5) is None
    assert "rows or 3 sizes below" in cannot_extrapolate(x, y, 3)
    assert "rows beyond" in cannot_extrapolate(x, y, 8)
    assert "sizes below" in cannot_extrapolate(np.repeat([1.0, 2.0, 3.0], 4), y, 2.5)
    assert "without error" in cannot_extrapolate(x, np.maximum(x - 6, 0), 5)


def families(x, y, **columns):
    """Return sizes and scores as rows of base families."""
    names = [f"family {i:03}" for i in range(len(x))]
    return pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "b",
            "score_scale": "raw",
            "base_family": names,
            "judged_on": "pretrained checkpoints",
            "parameters_b": np.exp(x),
            "training_flops_1e21": None,
            "n_evaluations": 3,
            "n_scored": 3,
            "mean": y,
        },
        schema_overrides={"training_flops_1e21": pl.Float64},
    ).with_columns(**columns)


def test_a_claim_is_asked_at_its_own_cut():
    x, y = simulate(sigmoid, 7)
    (row,) = fit_emergence(families(x, y), 99, claimed_cuts_b=[6.65, 900.0], n_jobs=1).to_dicts()
    (before,) = fit_emergence(families(x, y), 99, n_jobs=1).to_dicts()
    *others, own, beyond = row["forecasts"]
    assert row | {"forecasts": others} == before
    assert (own["cut"], own["cut_b"]) == ("claim", pytest.approx(6.65, rel=1e-12))
    assert own["n_within"] == (np.exp(x) <= 6.65).sum()
    assert own["n_within"] + own["n_beyond"] == len(x)
    assert (beyond["error_ratio"], beyond["status"]) == (None, "fewer than 5 rows beyond the cut")


def test_rows_without_a_size_or_a_score_are_counted():
    x, y = simulate(sigmoid, 7)
    first = pl.col("base_family") < "family 010"
    last = pl.col("base_family") > "family 117"
    frame = families(
        x,
        y,
        parameters_b=pl.when(first).then(None).otherwise(pl.lit(np.exp(x))),
        mean=pl.when(last).then(None).otherwise(pl.lit(y)),
        n_scored=pl.when(last).then(0).otherwise(3),
    )
    (row,) = fit_emergence(frame, 99, n_jobs=1).to_dicts()
    assert row["status"] == "ok"
    assert (row["n_obs"], row["n_evaluations"], row["n_dropped"]) == (108, 324, 36)
    assert fit_emergence(frame.reverse(), 99, n_jobs=1).to_dicts() == [row]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (families(np.arange(20.0), np.arange(20.0)), "fewer than 30 base families of known size"),
        (families(np.repeat(np.arange(6.0), 10), np.arange(60.0)), "fewer than 10 sizes"),
        (
            families(np.r_[np.zeros(91), np.arange(1.0, 10)], np.arange(100.0)),
            "nearly all base families share a size",
        ),
        (
            families(
                np.arange(40.0),
                np.full(40, np.nan),
                mean=pl.lit(None, pl.Float64),
                n_scored=0,
                n_evaluations=0,
            ),
            "no pretrained model",
        ),
        (families(np.arange(40.0) / 8, np.full(40, 3.0)), "all scores are equal"),
        (
            # nobody knows the chance level or the items that the scale would need
            families(
                np.arange(40.0), np.full(40, np.nan), mean=pl.lit(None, pl.Float64), n_scored=0
            ),
            "no score on this scale",
        ),
    ],
)
def test_what_cannot_be_judged_says_why(frame, reason):
    (row,) = fit_emergence(frame, 99, n_jobs=1).to_dicts()
    assert (row["status"], row["verdict"], row["models"]) == (reason, None, [])


def test_a_jump_over_compute_is_tested_where_compute_is_known():
    x, y = simulate(step, 5)
    # compute grows with the square of size, as where tokens grow with parameters
    known = pl.when(pl.col("parameters_b") > 0.3).then(pl.col("parameters_b") ** 2)
    (row,) = fit_emergence(families(x, y, training_flops_1e21=known), 99, n_jobs=1).to_dicts()
    by_size, by_compute = row["tests"]
    assert (by_size["predictor"], by_size["n_obs"]) == ("parameters_b", 120)
    assert by_size["p_value"] == row["p_jump"]
    assert (by_compute["predictor"], by_compute["n_obs"]) == (
        "training_flops_1e21",
        int((np.exp(x) > 0.3).sum()),
    )
    assert by_compute["is_found"]
    (row,) = fit_emergence(families(x, y), 99, n_jobs=1).to_dicts()
    assert row["tests"][1]["status"] == "fewer than 30 base families of known training compute"


def test_few_sizes_and_perfect_curves_do_not_break_it():
    x = np.repeat(np.log([0.1, 0.2, 0.5, 1, 2, 4, 7, 13, 30, 70]), 4)
    for y in (fit_line(x, x).rise + 2 * x, 1.0 * (x > 1)):
        (row,) = fit_emergence(families(x, y), 99, n_jobs=1).to_dicts()
        assert row["status"] == "ok"
        assert all(np.isfinite(model["bic"]) for model in row["models"])


def test_reference_rows_are_the_warehouse_s(warehouse, folder):
    """R saw the rows that the warehouse holds today."""
    import runpy

    today = warehouse.sql(runpy.run_path(str(folder / "export_rows.py"))["QUERY"]).pl()
    then = pl.read_csv(folder / "rows.csv", schema=today.schema)
    assert today.drop("score_pct", "log_parameters_b").equals(
        then.drop("score_pct", "log_parameters_b")
    )
    for name in ("score_pct", "log_parameters_b"):
        np.testing.assert_allclose(today[name], then[name], rtol=1e-12)


def test_every_benchmark_has_all_scales_and_rivals(warehouse):
    expected = warehouse.sql(
        "select distinct cohort_id, benchmark_id "
        "from marts.bridge_cohort_evaluations join marts.fct_scores using (evaluation_id) "
        "semi join (from marts.dim_cohorts where statistics = 'all') using (cohort_id)"
    ).fetchall()
    found = warehouse.sql(
        "select cohort_id, benchmark_id from statistics.stat_emergence"
    ).fetchall()
    assert sorted(found) == sorted(expected * 4)
    counts = warehouse.sql(
        "select count(distinct model), count(distinct cut) from statistics.stat_emergence "
        "join statistics.stat_emergence_models using (cohort_id, benchmark_id, score_scale) "
        "join statistics.stat_emergence_forecasts using (cohort_id, benchmark_id, score_scale) "
        "where stat_emergence.status = 'ok' group by cohort_id, benchmark_id, score_scale"
    ).fetchall()
    assert set(counts) == {(6, 3)}


def test_the_logarithm_drops_zeros_and_nothing_else(warehouse):
    ((dropped,),) = warehouse.sql(
        "select max(n_dropped) filter (where score_scale = 'log') "
        "- max(n_dropped) filter (where score_scale != 'log') from statistics.stat_emergence "
        "where benchmark_id = 'gsm8k' and cohort_id = 'paper_2024_01'"
    ).fetchall()
    ((zeros,),) = warehouse.sql(
        "select count(*) from marts.fct_scores join marts.fct_evaluations using (evaluation_id) "
        "join marts.bridge_cohort_evaluations using (evaluation_id) where score_pct = 0 "
        "and benchmark_id = 'gsm8k' and cohort_id = 'paper_2024_01' and parameters_b is not null "
        "and training_type = 'pretrained' and base_family is not null"
    ).fetchall()
    assert dropped == zeros > 0
