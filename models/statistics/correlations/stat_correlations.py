"""One row per cohort, pair of benchmarks and method: the coefficient with interval and test."""

from analysis_py.statistics.correlations import fit_correlations


def model(dbt, session):
    """Test the coefficients; the moments never leave SQL."""
    moments = dbt.ref("int_correlation_moments_summed").pl()
    return fit_correlations(moments, dbt.config.get("confidence_level"))
