"""One row per cohort, benchmark and method: training types adjusted for size."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.adjustment.training_types import fit_adjusted_types


def model(dbt, session):
    """Fit on cells of rows that agree in type, size, architecture and base family."""
    cells = dbt.ref("int_adjustment_cells_summed").pl()
    n_simulations, seed = dbt.config.get("level_simulations"), dbt.config.get("seed")
    settings = n_simulations, seed, dbt.config.get("confidence_level")
    # all cohorts share the noise, whose length the largest decides
    return load_or_fit(dbt, fit_adjusted_types, cells, *settings, by=None)
