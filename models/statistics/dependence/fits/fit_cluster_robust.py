"""One row per cohort, benchmark and factor: all pairs by every method for clustered rows."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.dependence.clustered_pairs import fit_cluster_robust


def model(dbt, session):
    """Fit on counts and sums per base family and level."""
    sums = dbt.ref("int_base_family_levels_summed").pl()
    n_samples, seed = dbt.config.get("bootstrap_samples"), dbt.config.get("seed")
    n_simulations, level = dbt.config.get("level_simulations"), dbt.config.get("confidence_level")
    settings = n_samples, n_simulations, seed, level
    # all cohorts share the draws, whose number the largest decides
    return stored(dbt, fit_cluster_robust, sums, *settings, by=None)
