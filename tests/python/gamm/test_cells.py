"""Large cohorts: what SQL sums up, and fits from it beside the fits of the rows."""

from __future__ import annotations

import duckdb
import jinja2
import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.gamm.carried import SIZE
from analysis_py.statistics.gamm.counting import count_rows
from analysis_py.statistics.gamm.engine import (
    basis_check_table,
    curves_table,
    fit_counted,
    fit_gamm,
)
from analysis_py.statistics.gamm.engine.discretise import bins_of_counts
from analysis_py.statistics.gamm.large import large_cohorts
from analysis_py.statistics.gamm.models import fit_gamms
from analysis_py.statistics.gamm.plans import GAMMS, log_scale_factor, model_frame, plan_model

BENCHMARKS = ("one", "two")
BENCHMARKS_OF_COHORT = pl.DataFrame({"cohort_id": ["large"] * 2, "benchmark_id": BENCHMARKS})


@pytest.fixture(scope="module")
def cohort(simulate):
    """Return members and scores of 900 evaluations, some without a size or a score above 0."""
    frame = simulate(900, seed=8).with_row_index("evaluation_id")
    # a score that follows from the other leaves no residual, only what rounding makes of it
    noise = pl.Series(np.random.default_rng(8).normal(0, 0.3, 900))
    members = frame.select(
        pl.lit("large").alias("cohort_id"),
        pl.format("e{}", pl.col("evaluation_id").cast(pl.String).str.zfill(4)).alias(
            "evaluation_id"
        ),
        pl.when(pl.col("row") % 50 > 0).then((pl.col("x") * 12).round()).alias(SIZE),
        pl.col("kind").alias("training_type"),
        pl.col("group").alias("architecture"),
        pl.col("group").str.head(2).alias("architecture_family"),
        pl.col("group").str.head(2).alias("lineage_family"),
        pl.format("{} {}", "group", (pl.col("x") > 0.5).cast(pl.Int8)).alias("base_family"),
    )
    scores = [
        members.select(
            "cohort_id",
            "evaluation_id",
            pl.lit(benchmark).alias("benchmark_id"),
            (frame["y"] * sign + 3 + (noise if sign < 0 else 0.0)).round(6).alias("log_score"),
        ).filter(pl.int_range(pl.len()) % 40 != sign)
        for benchmark, sign in zip(BENCHMARKS, (1, -1), strict=True)
    ]
    return members, pl.concat(scores)


@pytest.fixture(scope="module")
def warehouse(cohort, project):
    """Return a connection to what SQL makes of them: every row is of a large cohort."""
    folder = project / "models/statistics/gamm/inputs"
    macros = "".join(
        (project / "macros" / f"{name}.sql").read_text() for name in ("exact_sums", "score_cells")
    )
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    members, scores = cohort
    with duckdb.connect() as connection:
        connection.register(
            "int_gamm_members", members.with_columns(is_large=pl.lit(True)).to_arrow()
        )
        connection.register("int_gamm_scores", scores.to_arrow())
        for name in ("int_gamm_large_scores", "int_gamm_cells"):
            template = environment.from_string(macros + (folder / f"{name}.sql").read_text())
            connection.execute(f"create table {name} as {template.render(ref=str)}")
        yield connection


@pytest.fixture(scope="module")
def cells(warehouse):
    """Return what int_gamm_cells makes of them."""
    return warehouse.table("int_gamm_cells").order("all").pl()


@pytest.fixture(scope="module")
def large(warehouse):
    """Return the cohort as its fits read it."""
    names = ("int_gamm_members", "int_gamm_large_scores", "int_gamm_cells")
    with large_cohorts(*map(warehouse.table, names), BENCHMARKS_OF_COHORT) as found:
        yield found


def test_cells_count_every_score_of_a_known_size_once(cohort, cells):
    members, scores = cohort
    rows = members.join(scores, on=["cohort_id", "evaluation_id"]).drop_nulls(SIZE)
    assert cells["n_obs"].sum() == rows.height > cells.height
    total = (cells["n_obs"] * cells["log_score"]).sum()
    assert total == pytest.approx(rows["log_score"].sum(), rel=1e-12)
    within = rows.select((pl.col("log_score") ** 2).sum()).item()
    within -= (cells["n_obs"] * cells["log_score"] ** 2).sum()
    assert cells["squares_within"].sum() == pytest.approx(within, rel=1e-9)


@pytest.mark.long
def test_a_large_cohort_has_the_fits_of_its_rows(cohort, large):
    no_rows = [frame.clear() for frame in cohort]
    ours = fit_gamms(*no_rows, BENCHMARKS_OF_COHORT, 0.95, n_jobs=1, large=large)
    members, scores = cohort
    # weights of families are in whole millionths too
    members = members.join(large["large"].factors, on="architecture_family", maintain_order="left")
    theirs = fit_gamms(members, scores, BENCHMARKS_OF_COHORT, 0.95, n_jobs=1)
    assert ours.height == len(GAMMS) * len(BENCHMARKS)
    for name in ("gamm", "formula", "n_obs", "n_dropped", "status", "notes"):
        assert ours[name].to_list() == theirs[name].to_list(), name
    assert set(ours["status"]) == {"ok"}
    np.testing.assert_allclose(ours["edf_total"], theirs["edf_total"], rtol=0, atol=1e-7)
    for name in ("reml", "scale", "deviance_explained", "intercept", "intercept_std_error"):
        np.testing.assert_allclose(ours[name], theirs[name], rtol=1e-7, err_msg=name)
    curves = [fits["curves"].explode().struct.field("estimate") for fits in (ours, theirs)]
    np.testing.assert_allclose(*curves, rtol=0, atol=1e-9 * np.ptp(curves[0].to_numpy()))
    # of fewer rows than are checked, every one is
    indices = [fits["basis_checks"].explode().struct.field("k_index") for fits in (ours, theirs)]
    np.testing.assert_allclose(*indices, rtol=1e-6)


def test_the_weight_of_a_family_is_that_of_all_members(cohort, large):
    members, _ = cohort
    exact = members.select("architecture_family", log_scale_factor()).unique()
    both = exact.join(large["large"].factors, on="architecture_family", suffix="_rounded")
    assert both.height == exact.height == large["large"].factors.height > 1
    np.testing.assert_allclose(
        both["log_scale_factor"], both["log_scale_factor_rounded"], rtol=0, atol=0.5000001e-6
    )
    assert large["large"].n_members == members.height


def test_a_sample_with_a_level_of_no_row_has_no_basis_check_for_it(cohort):
    frame = model_frame(*cohort, BENCHMARKS)
    plan = plan_model(frame, "size_by_type", "one", BENCHMARKS)
    fit = fit_gamm(plan.rows, plan.formula)
    checks = basis_check_table(fit, rows=plan.rows.filter(pl.col("training_type") != "a"))
    assert checks["k_index"].is_null().to_list() == [True, False, False]


INTERPLAY = 'y ~ s(x) + s(z) + s(group, bs="re")'


@pytest.fixture(scope="module")
def scored(simulate):
    """Return rows whose covariates have as many values as scores in hundredths."""
    rng = np.random.default_rng(4)
    frame = simulate(3000, seed=3).with_columns(
        pl.col("y").round(6),
        pl.Series("z", np.round(rng.exponential(size=3000), 2)),
    )
    return frame.with_columns(pl.when(pl.col("row") % 500 > 0).then(pl.col("x")).alias("x"))


@pytest.mark.parametrize("bins", [1000, 60])
def test_streamed_interplay_is_the_fit_of_the_rows(scored, bins):
    with duckdb.connect() as connection:
        connection.register("scored", scored.to_arrow())
        sums = count_rows(connection, "scored", "y", ["x", "z", "group"], bins)
        turned = "(from scored order by md5(row::varchar))"
        again = count_rows(connection, turned, "y", ["x", "z", "group"], bins)
    rows = scored.drop_nulls()
    assert sums.n_obs == rows.height == scored.height - 6
    for name in ("x", "z"):
        values = rows[name].unique().sort().to_numpy()
        counts = np.bincount(np.searchsorted(values, rows[name]))
        middles, codes = bins_of_counts(values, counts, bins)
        assert len(middles) <= bins
        binned = middles[codes[np.searchsorted(values, rows[name])]]
        rows = rows.with_columns(pl.Series(name, binned))
    ours, theirs = fit_counted(sums, INTERPLAY), fit_gamm(rows, INTERPLAY)
    assert ours.edf_total == pytest.approx(theirs.edf_total, abs=1e-8)
    a, b = (curves_table(fit)["estimate"].to_numpy() for fit in (ours, theirs))
    np.testing.assert_allclose(a, b, rtol=0, atol=1e-9 * np.ptp(b))
    assert fit_counted(again, INTERPLAY).coefficients.tolist() == ours.coefficients.tolist()
