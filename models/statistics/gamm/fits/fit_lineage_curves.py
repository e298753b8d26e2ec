"""One row per cohort, benchmark and way to draw the clusters: where the size curve rises."""

from analysis_py.gamm.lineage_curves import fit_lineage_curves


def model(dbt, session):
    """Fit on the rows in a fixed order, because sums of numbers depend on it."""
    members = dbt.ref("int_gamm_members").order("cohort_id, evaluation_id").pl()
    scores = dbt.ref("int_gamm_scores").order("cohort_id, evaluation_id, benchmark_id").pl()
    found = dbt.ref("int_cohort_benchmarks_found").filter("is_in_budget")
    benchmarks = found.order("cohort_id, benchmark_order").pl()
    level, seed = dbt.config.get("confidence_level"), dbt.config.get("seed")
    return fit_lineage_curves(members, scores, benchmarks, level, seed)
