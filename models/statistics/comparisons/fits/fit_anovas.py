"""One row per cohort, benchmark, factor and method: its analysis of variance and all pairs."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.comparisons.compare_groups import compare_groups


def model(dbt, session):
    """Compare the groups from their summaries; the rows never leave SQL."""
    summaries = dbt.ref("stat_group_summaries").pl()
    deviations = dbt.ref("int_absolute_deviations_summed").pl()
    return load_or_fit(
        dbt, compare_groups, summaries, deviations, dbt.config.get("confidence_level")
    )
