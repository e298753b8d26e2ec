"""One row per cohort and benchmark: its models among their peers, and predictions for new ones."""

from analysis_py.plumbing.stored_fits import stored
from analysis_py.positions.places import fit_places


def model(dbt, session):
    """Fit the score on size, base families left out in turn."""
    scores = dbt.ref("int_position_scores_described").pl()
    level, seed = dbt.config.get("confidence_level"), dbt.config.get("seed")
    return stored(dbt, fit_places, scores, dbt.config.get("sizes_b"), level, seed)
