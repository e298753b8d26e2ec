"""One row per cohort, benchmark and evaluation: its rank, and the ranks that it may hold."""

from analysis_py.dbt.models import load_or_fit_by_part
from analysis_py.statistics.positions.rank_sets import fit_rank_sets


def model(dbt, session):
    """Rank by the scores and their standard errors."""
    scores = dbt.ref("int_position_scores_weighed")
    return load_or_fit_by_part(dbt, fit_rank_sets, scores, dbt.config.get("confidence_level"))
