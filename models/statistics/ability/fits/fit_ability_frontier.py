"""One row per cohort, group of models and month: the best so far."""

from analysis_py.statistics.ability.frontier import frontier_cohorts


def model(dbt, session):
    """Take records over all dated models."""
    return frontier_cohorts(dbt.ref("int_ability_scaled").pl())
