"""One row per benchmark and evaluation: the ranks that paired differences leave open."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.items.rank_sets import fit_item_ranks


def model(dbt, session):
    """Rank panels of answers."""
    answers, items = dbt.ref("int_item_answers").pl(), dbt.ref("int_item_panels").pl()
    level = dbt.config.get("confidence_level")
    return load_or_fit(dbt, fit_item_ranks, answers, items, level, by="benchmark_id")
