"""One row per cohort, benchmark and factor: all pairs by every method for clustered rows."""

from analysis_py.dependence.clustered_pairs import fit_cluster_robust


def model(dbt, session):
    """Fit on counts and sums per base family and level."""
    sums = dbt.ref("int_base_family_levels_summed").pl()
    get = dbt.config.get
    return fit_cluster_robust(
        sums,
        get("bootstrap_samples"),
        get("level_simulations"),
        get("seed"),
        get("confidence_level"),
    )
