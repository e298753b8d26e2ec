"""One row per cohort and benchmark: training types within their base families."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.adjustment.base_contrasts import fit_base_contrasts


def model(dbt, session):
    """Fit on counts and sums per base family and training type."""
    sums = dbt.ref("int_base_family_levels_summed").pl()
    level, seed = dbt.config.get("confidence_level"), dbt.config.get("seed")
    n_simulations = dbt.config.get("level_simulations")
    return stored(dbt, fit_base_contrasts, sums, level, n_simulations, seed)
