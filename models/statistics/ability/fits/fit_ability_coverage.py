"""One row per cohort, scheme and method: errors and coverage of left-out scores."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.ability.folds import cover_cohorts


def model(dbt, session):
    """Leave out one fold of each scheme, where the whole has a scale."""
    carried = dbt.ref("stat_ability_scales").filter("status = 'ok'").select("cohort_id").pl()
    cells = dbt.ref("int_ability_cells").pl()
    cells = cells.join(carried, on="cohort_id", how="semi", maintain_order="left")
    return stored(dbt, cover_cohorts, cells, dbt.config.get("seed"))
