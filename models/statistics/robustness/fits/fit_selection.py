"""One row per population, benchmark, comparison and method, as the cut-off moves."""

from analysis_py.statistics.robustness.selection import fit_selection


def model(dbt, session):
    """Fit on group sums and rank correlations."""
    groups = dbt.ref("int_selection_groups_summed").pl()
    ranks = dbt.ref("int_selection_ranks_summed").pl()
    comparisons = dbt.ref("selection_comparisons").pl()
    return fit_selection(groups, ranks, comparisons, dbt.config.get("confidence_level"))
