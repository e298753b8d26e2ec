"""One row per cohort, model and benchmark: the GAMM, fitted by pyGAM."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.gamm.large import large_apart, large_cohorts
from analysis_py.statistics.gamm.models import fit_gamms


def model(dbt, session):
    """Fit on the rows in a fixed order, because sums of numbers depend on it."""
    members, scores = dbt.ref("int_gamm_members"), dbt.ref("int_gamm_scores")
    found = dbt.ref("int_cohort_benchmarks_selected").filter("is_in_budget and statistics = 'all'")
    of_rows, of_sums = large_apart(members, found.order("cohort_id, benchmark_order").pl())
    rows = (
        members.filter("not is_large").order("cohort_id, evaluation_id").pl(),
        scores.filter("not is_large").order("cohort_id, evaluation_id, benchmark_id").pl(),
    )
    level, seed = dbt.config.get("confidence_level"), dbt.config.get("seed")
    settings = level, seed, "pygam", dbt.config.get("cohorts")
    fits = stored(dbt, fit_gamms, *rows, of_rows, *settings)
    large_scores, cells = dbt.ref("int_gamm_large_scores"), dbt.ref("int_gamm_cells")
    with large_cohorts(members, large_scores, cells, of_sums) as large:
        fits = fits.vstack(fit_gamms(*rows, of_sums, *settings, large=large))
    return fits
