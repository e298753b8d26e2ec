"""One row per cohort and window: how far open models lag behind closed ones."""

from analysis_py.statistics.ability.frontier import lag_cohorts


def model(dbt, session):
    """Resample developers."""
    models, windows = dbt.ref("int_ability_scaled").pl(), dbt.ref("ability_windows").pl()
    return lag_cohorts(models, windows, dbt.config.get("samples"), dbt.config.get("seed"))
