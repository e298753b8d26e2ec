"""One row per cohort, benchmark, tuned type and way to count: its lead over pretrained models."""

from analysis_py.statistics.adjustment.tuning_leads import fit_tuning_leads


def model(dbt, session):
    """Fit on sums over evaluations that agree in type, base family and size."""
    cells = dbt.ref("int_tuning_cells_summed").pl()
    return fit_tuning_leads(cells, dbt.config.get("confidence_level"))
