"""One row per cohort, benchmark and method: training types at one mix of sizes."""

from analysis_py.adjustment.training_types import fit_adjusted_types


def model(dbt, session):
    """Fit on cells of rows that agree in type, size, architecture and base family."""
    cells = dbt.ref("int_adjustment_cells_summed").pl()
    n_simulations, seed = dbt.config.get("level_simulations"), dbt.config.get("seed")
    return fit_adjusted_types(cells, n_simulations, seed, dbt.config.get("confidence_level"))
