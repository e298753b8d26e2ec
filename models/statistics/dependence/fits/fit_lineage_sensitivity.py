"""One row per cohort, benchmark, factor, way to draw the clusters and pair of levels."""

from analysis_py.dependence.lineage import fit_lineage_sensitivity
from analysis_py.plumbing.stored_fits import stored


def model(dbt, session):
    """Fit on counts and sums per cluster and level."""
    sums = dbt.ref("int_lineage_levels_summed").pl()
    return stored(dbt, fit_lineage_sensitivity, sums, dbt.config.get("confidence_level"))
