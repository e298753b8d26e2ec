"""One row per cohort, benchmark and evaluation: its rank, and the ranks that it may hold."""

from analysis_py.fit_cache.stored_fits import cached_by_partition
from analysis_py.statistics.positions.rank_sets import fit_rank_sets


def model(dbt, session):
    """Rank by the scores and their standard errors."""
    scores = dbt.ref("int_position_scores_weighed")
    return cached_by_partition(dbt, fit_rank_sets, scores, dbt.config.get("confidence_level"))
