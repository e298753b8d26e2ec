"""The scale's algebra against lme4, Epoch AI's own fit and dense matrices."""

from pathlib import Path

import numpy as np
import polars as pl
from made_up_scores import benchmark_module, made_up_cells

from analysis_py.statistics.ability.cells import Cells, index_cells
from analysis_py.statistics.ability.laplace import newton_step
from analysis_py.statistics.ability.parameters import Parameters, lay_out
from analysis_py.statistics.ability.scale import fit_scale


def test_a_benchmark_that_falls_with_ability_is_flat_and_the_fit_arrives():
    cells, truth = made_up_cells(n_benchmarks=6, missing=0.0)
    ability = cells["weights"].replace_strict(truth).to_numpy()
    noise = np.random.default_rng(1).standard_normal(cells.height)
    falling = pl.Series(0.45 - 0.02 * ability + 0.02 * noise)
    is_it = pl.col("benchmark_id") == "benchmark 05"
    scale = fit_scale(
        index_cells(
            cells.with_columns(pl.when(is_it).then(falling).otherwise("share").alias("share"))
        )
    )
    assert scale.has_converged
    slope = scale.parameters.slope
    assert slope[5] < 0.01 * slope[:5].min()


def test_elimination_by_developers_is_the_inverse_of_the_whole():
    cells = index_cells(made_up_cells()[0])
    state, layout = fit_scale(cells, maximum_iterations=5).parameters, lay_out(cells)
    n, w, b = len(cells.share), len(cells.models), len(cells.benchmarks)
    noise, rng = np.full(n, 0.05), np.random.default_rng(1)
    slope = state.slope[cells.benchmark]
    design = np.zeros((n, w + 2 * b))
    rows = np.arange(n)
    design[rows, cells.model] = slope
    design[rows, w + cells.benchmark] = 1
    design[rows, w + b + cells.benchmark] = slope * state.ability[cells.model]
    logit = state.intercept[cells.benchmark] + slope * state.ability[cells.model]
    residual = rng.normal(0, 0.1, n)
    group = cells.developer[cells.model] * b + cells.benchmark
    extra = state.extra[cells.benchmark]
    variance = (group[:, None] == group) * state.developer_share * extra
    variance[rows, rows] += (1 - state.developer_share) * extra + noise
    precision = np.linalg.inv(variance)
    whole = design.T @ precision @ design
    tilt = np.arange(w + b, w + 2 * b)
    least = -(design.T @ precision @ residual)[tilt]
    whole[tilt, tilt] = np.maximum(whole[tilt, tilt], least) + 1 / state.log_slope_variance
    whole[:w, :w] += np.eye(w)
    whole[range(w, w + b), range(w, w + b)] += 1 / state.intercept_variance
    free = np.linalg.inv(whole)
    conditions = np.zeros((2, w + 2 * b))
    conditions[0, :w], conditions[1, :w] = 1 / w, 2 * state.ability / w
    across = free @ conditions.T
    free -= across @ np.linalg.inv(conditions @ across) @ across.T
    _, found, _ = newton_step(cells, layout, state, logit + residual, noise, np.ones(n))
    np.testing.assert_allclose(found.ability, free[:w, :w], atol=1e-10)
    np.testing.assert_allclose(found.ability_log_slope, free[:w, w + b :], atol=1e-10)
    np.testing.assert_allclose(found.intercept, np.diag(free)[w : w + b], atol=1e-10)
    of_cells = found.of_logits(state, cells.model, cells.benchmark)
    np.testing.assert_allclose(of_cells, ((design @ free) * design).sum(axis=1), atol=1e-10)


HERE = Path(__file__).parents[2] / "reference" / "ability"


def table(name):
    return pl.read_csv(HERE / f"{name}.csv")


def test_the_index_is_that_of_its_authors():
    scores, known = table("eci_scores"), table("eci_capabilities")
    models, model = np.unique(scores["model_id"].to_numpy(), return_inverse=True)
    benchmarks, benchmark = np.unique(scores["benchmark_id"].to_numpy(), return_inverse=True)
    of_benchmarks = table("eci_benchmarks")
    (anchor,) = of_benchmarks.filter(pl.col("is_anchor"))["benchmark_id"]
    share = scores["performance"].to_numpy().astype(float)
    place = int(np.flatnonzero(benchmarks == anchor)[0])
    fit = benchmark_module("left_out").fit_index(share, model, benchmark, place, tolerance=1e-12)
    published = dict(known.select("model_id", "estimated_capability").iter_rows())
    names = dict(known.select("model", "model_id").iter_rows())
    low, high = (
        int(np.flatnonzero(models == names[name])[0])
        for name in ("claude-3-5-sonnet-20240620", "gpt-5-2025-08-07_high")
    )

    def points(capability):
        return 130 + 20 * (capability - capability[low]) / (capability[high] - capability[low])

    theirs = np.array([published[str(model)] for model in models])
    assert len(models) == 179
    np.testing.assert_allclose(points(fit.capability), points(theirs), atol=0.01, rtol=0)
    slopes = dict(of_benchmarks.select("benchmark_id", "estimated_slope").iter_rows())
    np.testing.assert_allclose(fit.slope, [slopes[str(b)] for b in benchmarks], rtol=0.01)


def test_with_slopes_fixed_it_is_the_mixed_model_of_lme4():
    rows = table("rows")
    variance = {part: float(value) for part, value in table("lme4_variances").iter_rows()}
    models, first, model = np.unique(
        rows["weights"].to_numpy(), return_index=True, return_inverse=True
    )
    benchmarks, benchmark = np.unique(rows["benchmark_id"].to_numpy(), return_inverse=True)
    developers, developer = np.unique(rows["developer"].to_numpy()[first], return_inverse=True)
    n, b, nothing = rows.height, len(benchmarks), np.zeros(rows.height)
    cells = Cells(
        *(nothing, nothing, nothing + 100, model, benchmark, developer),
        *(models, benchmarks, developers),
    )
    slope = np.zeros(b)
    # the prior of an ability has variance 1
    spread = np.sqrt(variance["weights"])
    slope[benchmark] = rows["slope"].to_numpy() * spread
    beyond = variance["profile"] + variance["Residual"]
    start = Parameters(
        ability=np.zeros(len(models)),
        intercept=np.zeros(b),
        log_slope=np.log(slope),
        extra=np.full(b, beyond),
        developer_share=variance["profile"] / beyond,
        log_slope_mean=0.0,
        log_slope_variance=1.0,
        intercept_mean=0.0,
        intercept_variance=1e9,
    )
    now, layout = start, lay_out(cells)
    # a linear model: the steps are cut at the first, and the next ones arrive
    for _ in range(30):
        now, covariance, step = newton_step(
            cells, layout, now, rows["logit"].to_numpy(), nothing, np.ones(n), True
        )
    assert step < 1e-9
    ability = dict(table("lme4_abilities").iter_rows())
    np.testing.assert_allclose(
        now.ability * spread, [float(ability[str(m)]) for m in models], atol=1e-6
    )
    intercepts = table("lme4_intercepts")
    assert intercepts["benchmark_id"].to_list() == benchmarks.tolist()
    np.testing.assert_allclose(now.intercept, intercepts["intercept"], atol=1e-6)
    np.testing.assert_allclose(np.sqrt(covariance.intercept), intercepts["std_error"], rtol=1e-6)
