"""One row per benchmark, and per part and kind of its items: what tuning changes."""

from analysis_py.statistics.items.tuning import fit_item_tuning


def model(dbt, session):
    """Compare tuned models with their bases."""
    names = "int_item_answers", "int_item_panels", "int_item_tuned_pairs", "stg_items"
    answers, items, pairs, described = (dbt.ref(name).pl() for name in names)
    return fit_item_tuning(answers, items, pairs, described, dbt.config.get("confidence_level"))
