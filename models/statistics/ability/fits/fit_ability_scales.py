"""One row per cohort: its ability scale, with models, benchmarks, scores and predictions nested."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.ability.abilities import scale_cohorts


def model(dbt, session):
    """Fit on one score per weights and benchmark."""
    cells, models = dbt.ref("int_ability_cells").pl(), dbt.ref("int_ability_models").pl()
    anchors = dbt.ref("ability_anchors").pl()
    draws, seed = dbt.config.get("draws"), dbt.config.get("seed")
    return load_or_fit(dbt, scale_cohorts, cells, models, anchors, draws, seed)
