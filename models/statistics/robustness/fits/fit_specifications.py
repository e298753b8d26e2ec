"""One row per specification of every conclusion and benchmark."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.robustness.specifications import fit_specifications


def model(dbt, session):
    """Fit on cells of rows that agree in all that a specification knows of them."""
    cells = dbt.ref("int_specification_cells_summed").pl()
    return stored(dbt, fit_specifications, cells, dbt.config.get("confidence_level"))
