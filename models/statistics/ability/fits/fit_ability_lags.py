"""One row per cohort and window: how far open models lag behind closed ones."""

from analysis_py.statistics.ability.frontier import lag_cohorts


def model(dbt, session):
    """Resample developers."""
    models = dbt.ref("int_ability_scaled").pl()
    return lag_cohorts(models, dbt.config.get("samples"), dbt.config.get("seed"))
