"""One row per cohort and comparison of two efforts of the same weights."""

from analysis_py.statistics.ability.efforts import compare_efforts


def model(dbt, session):
    """Compare within weights, over models."""
    return compare_efforts(dbt.ref("fit_ability_configurations").pl())
