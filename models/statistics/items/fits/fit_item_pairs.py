"""One row per benchmark and pair of evaluations: the paired difference."""

from analysis_py.statistics.items.pairs import fit_item_pairs


def model(dbt, session):
    """Compare on sums over clusters."""
    sums, differences = (dbt.ref(name).pl() for name in ("pair_cluster_sums", "pair_differences"))
    settings = dbt.config.get("confidence_level"), dbt.config.get("power")
    return fit_item_pairs(sums, differences, *settings)
