"""One row per benchmark: the best evaluation, its score corrected for having been chosen."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.items.winners import fit_item_winners


def model(dbt, session):
    """Correct the best of panels of answers."""
    answers, items = dbt.ref("int_item_answers").pl(), dbt.ref("int_item_panels").pl()
    settings = (
        dbt.config.get("confidence_level"),
        dbt.config.get("n_samples"),
        dbt.config.get("seed"),
    )
    return load_or_fit(dbt, fit_item_winners, answers, items, *settings, by="benchmark_id")
