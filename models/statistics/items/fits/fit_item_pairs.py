"""One row per benchmark and pair of evaluations: the paired difference."""

from analysis_py.statistics.items.pairs import fit_item_pairs


def model(dbt, session):
    """Compare on sums over clusters."""
    sums, differences = dbt.ref("pair_cluster_sums").pl(), dbt.ref("pair_differences").pl()
    settings = dbt.config.get("confidence_level"), dbt.config.get("power")
    return fit_item_pairs(sums, differences, *settings)
