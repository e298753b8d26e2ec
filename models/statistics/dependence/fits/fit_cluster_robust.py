"""One row per cohort, benchmark and factor: all pairs with cluster-robust errors."""

from analysis_py.dependence.pairs import fit_cluster_robust


def model(dbt, session):
    """Fit on counts and sums per base family and level."""
    sums = dbt.ref("int_base_family_levels_summed").pl()
    return fit_cluster_robust(sums, dbt.config.get("confidence_level"))
