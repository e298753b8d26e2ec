"""One row per population, benchmark and comparison, with a model of the ceiling."""

from analysis_py.fit_cache.stored_fits import cached_by_partition
from analysis_py.statistics.robustness.truncated_selection import fit_truncated_selection


def model(dbt, session):
    """Fit on rows: the likelihood of a truncated average has no sums that hold all of it."""
    rows = dbt.ref("int_selection_averages_listed")
    comparisons = dbt.ref("selection_comparisons").pl()
    level = dbt.config.get("confidence_level")
    return cached_by_partition(
        dbt, fit_truncated_selection, rows, comparisons, level, by="population"
    )
