"""The reporting models of the interplay of abilities, against the fits and the rows behind them."""

import numpy as np
import polars as pl


def test_interplay_curves_are_the_exponentials_of_the_partial_effects(warehouse):
    shown = warehouse.sql("""
        select cohort_id, gamm, benchmark_id, engine, 's(log_' || predictor || ')' as term,
               ln(relative_score) as estimate, ln(relative_score_low) as ci_low,
               ln(relative_score_high) as ci_high, ln(predictor_value) as x
        from reporting.rpt_interplay_curves
        order by cohort_id, gamm, benchmark_id, engine, term, x
    """).pl()
    true = (
        warehouse.table("statistics.stat_gamm_curves")
        .filter("gamm like 'interplay%'")
        .order("cohort_id, gamm, benchmark_id, engine, term, x")
        .pl()
    )
    keys = ["cohort_id", "gamm", "benchmark_id", "engine", "term"]
    assert shown.select(keys).equals(true.select(keys))
    for column in ("estimate", "ci_low", "ci_high", "x"):
        np.testing.assert_allclose(shown[column], true[column], rtol=0, atol=1e-10)


def test_a_predictor_is_measured_on_the_rows_of_its_fit(warehouse):
    """Its percentiles, computed anew on the complete rows, whose number is that of the fit."""
    effects = warehouse.table("reporting.rpt_interplay").filter("engine = 'reml'").pl()
    assert effects.height > 0
    frames = warehouse.table("statistics.stat_gamm_frames")
    n_found = 0
    for (cohort, _), fit in effects.group_by("cohort_id", "benchmark_id"):
        variables = [f"log_{name}" for name in (*fit["predictor"], fit["benchmark_id"][0])]
        if not set(variables) <= set(frames.columns):
            continue  # a benchmark of one's own has no column there
        n_found += 1
        frame = frames.filter(f"cohort_id = '{cohort}'")
        rows = frame.select(*variables).pl().drop_nulls()
        assert fit["n_obs"].unique().to_list() == [rows.height]
        for predictor, low, high in fit.select(
            "predictor", "predictor_p10", "predictor_p90"
        ).iter_rows():
            true = np.exp(np.quantile(rows[f"log_{predictor}"], [0.1, 0.9]))
            np.testing.assert_allclose([low, high], true, rtol=1e-10)
    assert n_found > 0


def test_every_effect_has_its_term(warehouse):
    effects = warehouse.table("reporting.rpt_interplay").pl()
    terms = (
        warehouse.table("statistics.stat_gamm_terms")
        .filter("gamm = 'interplay' and term_type = 'smooth'")
        .pl()
        .with_columns(predictor=pl.col("term").str.extract(r"^s\(log_(.*)\)$"))
    )
    keys = ["cohort_id", "engine", "benchmark_id", "predictor", "edf", "p_value"]
    assert effects.select(keys).sort(keys).equals(terms.select(keys).sort(keys))
