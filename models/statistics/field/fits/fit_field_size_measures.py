"""One row per cohort and benchmark: total and active parameters as rivals."""

from analysis_py.statistics.field.size_measures import compare_size_measures


def model(dbt, session):
    """Fit on one row per weights."""
    weights = dbt.ref("int_field_models").pl()
    level = dbt.config.get("confidence_level")
    return compare_size_measures(weights, dbt.config.get("minimum"), level)
