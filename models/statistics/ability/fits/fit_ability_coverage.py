"""One row per cohort, scheme and method: errors and coverage of left-out scores."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.ability.folds import cover_cohorts


def model(dbt, session):
    """Leave out one fold of each scheme."""
    cells, seed = dbt.ref("int_ability_cells").pl(), dbt.config.get("seed")
    return stored(dbt, cover_cohorts, cells, seed)
