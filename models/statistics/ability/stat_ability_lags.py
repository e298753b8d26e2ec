"""One row per cohort and window: how far open models lag behind closed ones."""

from analysis_py.dbt.models import add_names
from analysis_py.statistics.ability.frontier import lag_cohorts


def model(dbt, session):
    """Resample developers."""
    models, windows = dbt.ref("int_ability_scaled").pl(), dbt.ref("ability_windows").pl()
    lags = lag_cohorts(models, windows, dbt.config.get("samples"), dbt.config.get("seed"))
    return add_names(lags, cohorts=dbt.ref("dim_cohorts"))
