"""One row per benchmark, with what response theory says of its items and evaluations nested."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.items.response_tables import fit_item_response


def model(dbt, session):
    """Fit panels of answers."""
    answers, items = dbt.ref("int_item_answers").pl(), dbt.ref("int_item_panels").pl()
    fdr, seed = dbt.config.get("fdr"), dbt.config.get("seed")
    return stored(dbt, fit_item_response, answers, items, fdr, seed, by="benchmark_id")
