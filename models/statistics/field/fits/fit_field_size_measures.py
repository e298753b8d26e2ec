"""One row per cohort and benchmark: total and active parameters as rivals."""

from analysis_py.statistics.field.size_measures import compare_size_measures


def model(dbt, session):
    """Fit on one row per weights."""
    weights = dbt.ref("int_field_models").pl()
    minimum, level = dbt.config.get("minimum"), dbt.config.get("confidence_level")
    simulations, seed = dbt.config.get("level_simulations"), dbt.config.get("seed")
    return compare_size_measures(weights, minimum, level, simulations, seed)
