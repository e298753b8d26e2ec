"""One row per cohort, benchmark and scale of the score: the size curve and what it says."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.gamm.score_scales import fit_score_scales


def model(dbt, session):
    """Fit on the rows in a fixed order, because sums of numbers depend on it."""
    scores = dbt.ref("int_scale_scores_selected").filter("is_in_budget")
    scores = scores.order("cohort_id, benchmark_id, evaluation_id").pl()
    settings = dbt.config.get("confidence_level"), dbt.config.get("seed")
    return stored(dbt, fit_score_scales, scores, *settings)
