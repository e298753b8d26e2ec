"""One row per cohort, benchmark, scheme, variant of the sizes and pair of ranges."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.sizes.measurement_error import fit_size_error_sensitivity


def model(dbt, session):
    """Fit on counts and sums per base family and range."""
    sums = dbt.ref("int_size_bounds_summed").pl()
    return load_or_fit(dbt, fit_size_error_sensitivity, sums, dbt.config.get("confidence_level"))
