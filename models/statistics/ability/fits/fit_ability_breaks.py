"""One row per cohort, window and kind: a break of progress, against progress without one."""

from analysis_py.statistics.ability.breaks import break_cohorts


def model(dbt, session):
    """Simulate progress on a straight line."""
    models, windows = dbt.ref("int_ability_scaled").pl(), dbt.ref("ability_windows").pl()
    return break_cohorts(models, windows, dbt.config.get("simulations"), dbt.config.get("seed"))
