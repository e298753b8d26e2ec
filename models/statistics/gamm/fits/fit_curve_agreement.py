"""One row per cohort and benchmark: the size curves of raw and scaled scores compared."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.gamm.curve_agreement import fit_curve_agreement


def model(dbt, session):
    """Compare the curves of cohorts that claims are judged on."""
    members = dbt.ref("int_gamm_members").order("cohort_id, evaluation_id").pl()
    scores = dbt.ref("int_gamm_scores").order("cohort_id, evaluation_id, benchmark_id").pl()
    found = dbt.ref("int_cohort_benchmarks_selected")
    found = found.filter("is_in_budget and statistics = 'all'")
    benchmarks = found.order("cohort_id, benchmark_order").pl().select("cohort_id", "benchmark_id")
    settings = dbt.config.get("confidence_level"), dbt.config.get("seed")
    return load_or_fit(dbt, fit_curve_agreement, members, scores, benchmarks, *settings)
