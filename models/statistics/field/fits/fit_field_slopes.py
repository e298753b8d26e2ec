"""One row per cohort, benchmark, model and term: what size, date and openness go with."""

from analysis_py.field.slopes import fit_slopes
from analysis_py.plumbing.stored_fits import stored


def model(dbt, session):
    """Fit on one row per weights."""
    weights = dbt.ref("int_field_weights").pl()
    return stored(
        dbt, fit_slopes, weights, dbt.config.get("minimum"), dbt.config.get("confidence_level")
    )
