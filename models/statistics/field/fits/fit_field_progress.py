"""One row per cohort and benchmark: what size and date explain, apart and together."""

from analysis_py.statistics.field.progress import split_progress


def model(dbt, session):
    """Fit on one row per weights, and resample developers."""
    weights = dbt.ref("int_field_models").pl()
    level, n_samples = dbt.config.get("confidence_level"), dbt.config.get("bootstrap_samples")
    minimum, seed = dbt.config.get("minimum"), dbt.config.get("seed")
    return split_progress(weights, minimum, level, n_samples, seed)
