"""A fit arrives, by whichever steps, and its covariance is the inverse of the information."""

import numpy as np
import polars as pl
from made_up_scores import made_up_cells

from analysis_py.statistics.ability.cells import index_cells
from analysis_py.statistics.ability.laplace import newton_step
from analysis_py.statistics.ability.parameters import lay_out
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
    of_cells = found.of_logits(state)[cells.model, cells.benchmark]
    np.testing.assert_allclose(of_cells, ((design @ free) * design).sum(axis=1), atol=1e-10)
