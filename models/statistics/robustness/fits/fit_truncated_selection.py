"""One row per population, benchmark and comparison, with a model of the ceiling."""

from analysis_py.plumbing.stored_fits import stored
from analysis_py.robustness.truncated_selection import fit_truncated_selection


def model(dbt, session):
    """Fit on rows: the likelihood of a truncated average has no sums that hold all of it."""
    rows = dbt.ref("int_selection_averages_listed").pl()
    comparisons = dbt.ref("selection_comparisons").pl()
    return stored(
        dbt, fit_truncated_selection, rows, comparisons, dbt.config.get("confidence_level")
    )
