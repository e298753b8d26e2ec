"""One row per cohort, model and benchmark: the GAMM, fitted by pyGAM."""

from analysis_py.gamm.large import large_cohorts
from analysis_py.gamm.models import fit_gamms


def model(dbt, session):
    """Fit on the rows in a fixed order, because sums of numbers depend on it."""
    members, scores = dbt.ref("int_gamm_members"), dbt.ref("int_gamm_scores")
    found = dbt.ref("int_cohort_benchmarks_found").filter("is_in_budget")
    benchmarks = found.order("cohort_id, benchmark_order").pl()
    level, seed = dbt.config.get("confidence_level"), dbt.config.get("seed")
    small = (
        members.filter("not is_large").order("cohort_id, evaluation_id").pl(),
        scores.filter("not is_large").order("cohort_id, evaluation_id, benchmark_id").pl(),
    )
    large_scores, cells = dbt.ref("int_gamm_large_scores"), dbt.ref("int_gamm_cells")
    with large_cohorts(members, large_scores, cells, benchmarks) as large:
        fits = fit_gamms(
            *small, benchmarks, level, seed, "pygam", dbt.config.get("cohorts"), large=large
        )
    return fits
