"""One row per cohort, benchmark, origin, horizon and method: a forecast of the best score."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.ability.forecasts import forecast_cohorts


def model(dbt, session):
    """Fit what was known at each origin."""
    cells, models = dbt.ref("int_ability_cells").pl(), dbt.ref("int_ability_models").pl()
    as_of, origins = dbt.ref("int_ability_days").pl(), dbt.config.get("origins")
    return load_or_fit(dbt, forecast_cohorts, cells, models, as_of, origins, dbt.config.get("seed"))
