"""Curves from the equations of base families, against the fit and against refits."""

import numpy as np
import polars as pl
from simulated_cohort import BENCHMARKS, cohort

from analysis_py.statistics.gamm.curve_agreement import (
    RAW,
    TERM,
    FamilyEquations,
    fit_curve_agreement,
)
from analysis_py.statistics.gamm.engine.curves import grid, smooth_of
from analysis_py.statistics.gamm.plans import plan_model


def test_the_fit_sums_all_families_and_one_left_out_is_one_whose_equations_are_not_summed():
    fit = plan_model(cohort(), RAW, "arc", BENCHMARKS).fit()
    equations = FamilyEquations.sum_up(fit)
    g = len(equations.families)
    block, basis = smooth_of(fit, TERM)
    fitted = basis.evaluate(grid(block, 100)) @ fit.coefficients[block.columns]
    np.testing.assert_allclose(equations.curves(np.ones((1, g)))[0, 0], fitted, atol=1e-6)
    weight = np.random.default_rng(1).multinomial(g, np.full(g, 1 / g)).astype(float)
    drawn = np.flatnonzero(weight)
    (curves,) = equations.curves(weight[None])
    for code in drawn:
        alone = equations.curves((weight - np.eye(g)[code])[None])[0, 0]
        np.testing.assert_allclose(curves[1 + code], alone, atol=1e-7)


def test_a_scale_that_architectures_absorb_changes_no_curve_and_one_that_follows_size_does():
    rows = cohort(600)
    scores = rows.select("evaluation_id", cohort_id=pl.lit("c"), benchmark_id=pl.lit("arc"))
    scores = scores.with_columns(log_score=rows["log_arc"])
    members = rows.select(
        pl.lit("c").alias("cohort_id"),
        *("evaluation_id", "log_parameters_b", "training_type", "architecture", "base_family"),
    )
    asked = pl.DataFrame({"cohort_id": ["c"], "benchmark_id": ["arc"]})
    families = {
        "absorbed": pl.col("architecture"),
        # the rarer, the larger: the scaled curve is another one
        "of size": (pl.col("log_parameters_b") * 3).round().cast(pl.String).fill_null("none"),
    }
    found = {
        name: fit_curve_agreement(
            members.with_columns(architecture_family=family), scores, asked, 0.95, 1, n_jobs=1
        ).row(0, named=True)
        for name, family in families.items()
    }
    assert found["absorbed"]["ci_low"] > 0.99
    assert found["of size"]["ci_low"] < 0.9
    for row in found.values():
        assert row["ci_low"] <= row["correlation"] <= row["ci_high"]
        assert 0 <= row["type1_error"] < 0.2
