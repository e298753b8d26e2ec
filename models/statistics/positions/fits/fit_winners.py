"""One row per cohort and benchmark: the best evaluation, its score corrected for being the best."""

from analysis_py.dbt.models import load_or_fit_by_part
from analysis_py.statistics.positions.winners import fit_winners


def model(dbt, session):
    """Correct the best score by the standard errors of all."""
    scores = dbt.ref("int_position_scores_weighed")
    return load_or_fit_by_part(dbt, fit_winners, scores, dbt.config.get("confidence_level"))
