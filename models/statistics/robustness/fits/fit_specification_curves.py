"""One row per conclusion and benchmark: every specification, and a test of the curve."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.robustness.specification_curve import fit_specification_curves


def model(dbt, session):
    """Fit on cells of rows that agree in all that a specification knows of them."""
    cells = dbt.ref("int_specification_cells_summed").pl()
    n_samples, seed = dbt.config.get("bootstrap_samples"), dbt.config.get("seed")
    n_simulations, level = dbt.config.get("curve_simulations"), dbt.config.get("confidence_level")
    settings = n_samples, n_simulations, seed, level
    # a curve goes through several cohorts
    return stored(dbt, fit_specification_curves, cells, *settings, by=None)
