"""One row per cohort and benchmark: total and active parameters as rivals."""

from analysis_py.statistics.field.size_measures import compare_size_measures


def model(dbt, session):
    """Fit on one row per weights."""
    weights = dbt.ref("int_field_models").pl()
    settings = "minimum", "confidence_level", "level_simulations", "seed"
    return compare_size_measures(weights, *(dbt.config.get(name) for name in settings))
