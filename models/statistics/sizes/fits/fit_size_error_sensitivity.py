"""One row per cohort, benchmark, scheme, variant of the sizes and pair of ranges."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.sizes.measurement_error import fit_size_error_sensitivity


def model(dbt, session):
    """Fit on counts and sums per base family and range."""
    sums = dbt.ref("int_size_bounds_summed").pl()
    return stored(dbt, fit_size_error_sensitivity, sums, dbt.config.get("confidence_level"))
