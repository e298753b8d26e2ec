"""One row per cohort and benchmark: the places of its evaluations among their peers, nested."""

from analysis_py.dbt.models import load_or_fit_by_part
from analysis_py.statistics.positions.placement import fit_places


def model(dbt, session):
    """Fit the score on size, base families left out in turn."""
    scores = dbt.ref("int_position_scores_described")
    level, seed = dbt.config.get("confidence_level"), dbt.config.get("seed")
    return load_or_fit_by_part(dbt, fit_places, scores, dbt.config.get("sizes_b"), level, seed)
