"""One row per cohort, benchmark and factor: all pairs by resampling base families."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.dependence.bootstrap import fit_cluster_bootstrap


def model(dbt, session):
    """Resample counts and sums per base family and level."""
    sums = dbt.ref("int_base_family_levels_summed").pl()
    n_samples, seed = dbt.config.get("bootstrap_samples"), dbt.config.get("seed")
    return stored(
        dbt, fit_cluster_bootstrap, sums, n_samples, seed, dbt.config.get("confidence_level")
    )
