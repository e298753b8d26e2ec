"""Verdicts on emergence where model generations, and not base families, are independent."""

import numpy as np
import polars as pl
import pytest
from curve_shapes import families, line

from analysis_py.statistics.emergence.smooth import fit_size_smooth
from analysis_py.statistics.emergence.verdicts import FEWEST_GENERATIONS, fit_emergence


def of_generations(rng, n_generations=30, n_each=8, sd=4.0):
    """Sizes of generations that each lie near each other, flat scores, and what they share."""
    centre = np.repeat(rng.uniform(-1.0, 4.0, n_generations), n_each)
    x = centre + rng.uniform(-0.6, 0.6, n_generations * n_each)
    y = 30 + np.repeat(rng.normal(0, sd, n_generations), n_each) + rng.normal(size=len(x))
    order = np.argsort(x)
    names = np.repeat([f"g{i:02}" for i in range(n_generations)], n_each)
    return x[order], y[order], pl.Series(names[order])


@pytest.mark.simulation
def test_a_generation_that_lies_low_is_no_fall():
    """Of flat truths a fall is found in 5 %, once generations have intercepts of their own."""
    rng = np.random.default_rng(3)
    apart, shared = [], []
    for run in range(60):
        x, y, generation = of_generations(rng)
        _, alone = fit_size_smooth(x, y, 0.95, np.random.default_rng(run))
        _, clustered = fit_size_smooth(x, y, 0.95, np.random.default_rng(run), generation)
        apart.append(alone.p_fall < 0.05)
        shared.append(clustered.p_fall < 0.05)
    # the error of a share of 60 runs is 2.8 points
    assert np.mean(shared) <= 0.11
    assert np.mean(apart) >= 0.2


@pytest.mark.parametrize(
    ("n_generations", "is_judged"), [(FEWEST_GENERATIONS - 1, False), (30, True), (120, False)]
)
def test_generations_are_a_cluster_where_they_are_enough_and_shared(n_generations, is_judged):
    rng = np.random.default_rng(4)
    x = np.sort(rng.uniform(-1, 4, 120))
    generation = [f"g{i % n_generations:03}" for i in range(120)]
    rows = families(x, line(x) + rng.normal(size=120), lineage_family=pl.Series(generation))
    (row,) = fit_emergence(rows, n_samples=99, seed=1, n_jobs=1).to_dicts()
    assert row["status"] == "ok"
    assert row["n_generations"] == n_generations
    for name in ("verdict_by_generation", "p_fall_by_generation", "mean_slope_by_generation"):
        assert (row[name] is not None) == is_judged
    if is_judged:
        assert row["verdict_by_generation"] == row["verdict"]


@pytest.mark.committed
def test_no_decided_verdict_hangs_on_base_families_of_one_generation(warehouse):
    changed = warehouse.sql("""
        select cohort_id, benchmark_id, score_scale, verdict, verdict_by_generation
        from statistics.stat_emergence
        where verdict_by_generation != verdict and verdict != 'inconclusive'
    """).fetchall()
    assert changed == []
