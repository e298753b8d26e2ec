"""One row per cohort and benchmark: the best evaluation, its score corrected for being the best."""

from analysis_py.fit_cache.stored_fits import cached_by_partition
from analysis_py.statistics.positions.winners import fit_winners


def model(dbt, session):
    """Correct the best score by the standard errors of all."""
    scores = dbt.ref("int_position_scores_weighed")
    return cached_by_partition(dbt, fit_winners, scores, dbt.config.get("confidence_level"))
