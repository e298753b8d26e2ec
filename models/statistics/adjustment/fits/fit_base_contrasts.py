"""One row per cohort and benchmark: training types within their base families."""

from analysis_py.adjustment.base_contrasts import fit_base_contrasts
from analysis_py.plumbing.stored_fits import stored


def model(dbt, session):
    """Fit on counts and sums per base family and training type."""
    sums = dbt.ref("int_base_family_levels_summed").pl()
    settings = (dbt.config.get(name) for name in ("confidence_level", "level_simulations", "seed"))
    return stored(dbt, fit_base_contrasts, sums, *settings)
