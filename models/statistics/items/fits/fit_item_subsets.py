"""One row per benchmark, size, choice of items and scoring: the error of scores from some items."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.items.subsets import fit_item_subsets


def model(dbt, session):
    """Measure the error of scores from some of the items."""
    answers, items = dbt.ref("int_item_answers").pl(), dbt.ref("int_item_panels").pl()
    settings = (
        dbt.config.get("confidence_level"),
        dbt.config.get("n_samples"),
        dbt.config.get("seed"),
    )
    return stored(dbt, fit_item_subsets, answers, items, *settings, by="benchmark_id")
