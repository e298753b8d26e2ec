"""One row per cohort, benchmark and way to draw the clusters: where the size curve rises."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.gamm.lineage_curves import fit_lineage_curves


def model(dbt, session):
    """Fit on the rows in a fixed order, because sums of numbers depend on it."""
    members = dbt.ref("int_gamm_members").order("cohort_id, evaluation_id").pl()
    scores = dbt.ref("int_gamm_scores").order("cohort_id, evaluation_id, benchmark_id").pl()
    found = dbt.ref("int_cohort_benchmarks_selected").filter("is_in_budget and statistics = 'all'")
    benchmarks = found.order("cohort_id, benchmark_order").pl()
    settings = dbt.config.get("confidence_level"), dbt.config.get("seed")
    return stored(dbt, fit_lineage_curves, members, scores, benchmarks, *settings)
