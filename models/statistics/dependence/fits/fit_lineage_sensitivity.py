"""One row per cohort, benchmark, factor, way to draw the clusters and pair of levels."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.dependence.lineage import fit_lineage_sensitivity


def model(dbt, session):
    """Fit on counts and sums per cluster and level."""
    sums = dbt.ref("int_lineage_levels_summed").pl()
    return stored(dbt, fit_lineage_sensitivity, sums, dbt.config.get("confidence_level"))
