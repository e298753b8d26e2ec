"""The index as Epoch AI's own fit gives it, and the scale's algebra as lme4's."""

from pathlib import Path

import numpy as np
import polars as pl
from made_up_scores import benchmark_module

from analysis_py.statistics.ability.cells import Cells
from analysis_py.statistics.ability.laplace import newton_step
from analysis_py.statistics.ability.parameters import Parameters, lay_out

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
