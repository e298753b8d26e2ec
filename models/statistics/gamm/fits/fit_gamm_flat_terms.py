"""One row per cohort, model, benchmark and term that may be without effect."""

from analysis_py.fit_cache.stored_fits import load_or_fit
from analysis_py.statistics.gamm.flatness import fit_flat_terms


def model(dbt, session):
    """Search the models of cohorts that claims are judged on."""
    members = dbt.ref("int_gamm_members").order("cohort_id, evaluation_id").pl()
    scores = dbt.ref("int_gamm_scores").order("cohort_id, evaluation_id, benchmark_id").pl()
    found = dbt.ref("int_cohort_benchmarks_selected")
    found = found.filter("is_in_budget and statistics = 'all'")
    benchmarks = found.order("cohort_id, benchmark_order").pl().select("cohort_id", "benchmark_id")
    margin_pct = float(dbt.config.get("margin_pct"))
    settings = dbt.config.get("confidence_level"), dbt.config.get("seed"), dbt.config.get("draws")
    return load_or_fit(dbt, fit_flat_terms, members, scores, benchmarks, margin_pct, *settings)
