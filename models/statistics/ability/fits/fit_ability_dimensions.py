"""One row per cohort and year of release: the largest factor of what one ability leaves."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.ability.dimensions import find_dimensions


def model(dbt, session):
    """Flip signs."""
    scores = dbt.ref("int_ability_leftover").pl()
    return stored(dbt, find_dimensions, scores, dbt.config.get("flips"), dbt.config.get("seed"))
