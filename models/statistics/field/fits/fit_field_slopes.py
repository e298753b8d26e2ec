"""One row per cohort, benchmark, model and term: what size, date and openness go with."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.field.slopes import fit_slopes


def model(dbt, session):
    """Fit on one row per weights."""
    weights = dbt.ref("int_field_models").pl()
    minimum, level = dbt.config.get("minimum"), dbt.config.get("confidence_level")
    n_simulations, seed = dbt.config.get("level_simulations"), dbt.config.get("seed")
    return load_or_fit(dbt, fit_slopes, weights, minimum, level, n_simulations, seed)
