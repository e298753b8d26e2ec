"""One row per cohort, model and benchmark: the GAMM, fitted by pyGAM."""

from analysis_py.gamm.models import fit_gamms
from analysis_py.plumbing.stored_fits import stored


def model(dbt, session):
    """Fit on the rows in a fixed order, because sums of numbers depend on it."""
    members = dbt.ref("int_gamm_members").order("cohort_id, evaluation_id").pl()
    scores = dbt.ref("int_gamm_scores").order("cohort_id, evaluation_id, benchmark_id").pl()
    found = dbt.ref("int_cohort_benchmarks_found").filter("is_in_budget")
    benchmarks = found.order("cohort_id, benchmark_order").pl()
    level, seed = dbt.config.get("confidence_level"), dbt.config.get("seed")
    return stored(
        dbt, fit_gamms, members, scores, benchmarks, level, seed, "pygam", dbt.config.get("cohorts")
    )
