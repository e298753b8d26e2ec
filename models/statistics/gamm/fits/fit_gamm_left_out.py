"""One row per cohort, model of size, benchmark and base family: the curve without the family."""

from analysis_py.fit_cache.stored_fits import load_or_fit
from analysis_py.statistics.gamm.left_out import fit_curves_without_families


def model(dbt, session):
    """Leave out families of cohorts that claims are judged on."""
    members = dbt.ref("int_gamm_members").order("cohort_id, evaluation_id").pl()
    scores = dbt.ref("int_gamm_scores").order("cohort_id, evaluation_id, benchmark_id").pl()
    found = dbt.ref("int_cohort_benchmarks_selected")
    found = found.filter("is_in_budget and statistics = 'all'")
    benchmarks = found.order("cohort_id, benchmark_order").pl().select("cohort_id", "benchmark_id")
    growth_b = dbt.config.get("growth_b")
    sizes_b = tuple(float(size) for size in growth_b)
    return load_or_fit(dbt, fit_curves_without_families, members, scores, benchmarks, sizes_b)
