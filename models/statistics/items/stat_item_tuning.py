"""One row per benchmark, and per part and kind of its items: what tuning changes."""

from analysis_py.statistics.items.tuning import fit_item_tuning


def model(dbt, session):
    """Compare tuned models with their bases on panels of answers."""
    answers, items = dbt.ref("int_item_answers").pl(), dbt.ref("int_item_panels").pl()
    pairs, described = dbt.ref("int_item_tuned_pairs").pl(), dbt.ref("stg_items").pl()
    return fit_item_tuning(answers, items, pairs, described, dbt.config.get("confidence_level"))
