"""One row per benchmark and pair of evaluations: the paired difference."""

from analysis_py.statistics.items.pairs import fit_item_pairs


def model(dbt, session):
    """Compare on sums over clusters."""
    sums = dbt.ref("int_item_pairs_summed").pl()
    return fit_item_pairs(sums, dbt.config.get("confidence_level"), dbt.config.get("power"))
