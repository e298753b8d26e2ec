"""One row per cohort, benchmark and evaluation: its rank, and the ranks that it may hold."""

from analysis_py.plumbing.stored_fits import stored
from analysis_py.positions.standings import fit_standings


def model(dbt, session):
    """Rank by the scores and their standard errors."""
    scores = dbt.ref("int_position_scores_weighed").pl()
    return stored(dbt, fit_standings, scores, dbt.config.get("confidence_level"))
