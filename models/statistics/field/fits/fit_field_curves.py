"""One row per cohort, benchmark, predictor and point of a curve."""

from analysis_py.statistics.field.curves import fit_curves


def model(dbt, session):
    """Fit on one row per weights."""
    weights = dbt.ref("int_field_models").pl()
    return fit_curves(weights, dbt.config.get("minimum"), dbt.config.get("confidence_level"))
