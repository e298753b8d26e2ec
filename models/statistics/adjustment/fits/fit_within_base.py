"""One row per cohort, benchmark, method and pair of training types: within bases, and as leads."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.adjustment.base_contrasts import fit_within_base


def model(dbt, session):
    """Fit on counts and sums per base family and training type, and on cells of equal size."""
    sums = dbt.ref("int_base_family_levels_summed").pl()
    cells = dbt.ref("int_tuning_cells_summed").pl()
    level, seed = dbt.config.get("confidence_level"), dbt.config.get("seed")
    return load_or_fit(
        dbt, fit_within_base, sums, cells, level, dbt.config.get("level_simulations"), seed
    )
