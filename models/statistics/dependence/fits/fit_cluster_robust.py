"""One row per cohort, benchmark and factor: all its pairs, and all levels at once, clustered."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.dependence.clustered_pairs import fit_cluster_robust


def model(dbt, session):
    """Fit on counts and sums per base family and level."""
    sums = dbt.ref("int_base_family_levels_summed").pl()
    n_simulations, seed = dbt.config.get("level_simulations"), dbt.config.get("seed")
    settings = n_simulations, seed, dbt.config.get("confidence_level")
    # all cohorts share the draws, whose number the largest decides
    return load_or_fit(dbt, fit_cluster_robust, sums, *settings, by=None)
