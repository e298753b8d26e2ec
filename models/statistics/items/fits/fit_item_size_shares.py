"""One row per benchmark and direction: the share of items that run this way over size."""

from analysis_py.statistics.items.size_shares import fit_item_size_shares


def model(dbt, session):
    """Fit sums by base family and size."""
    sums = dbt.ref("item_family_sums").pl()
    return fit_item_size_shares(
        sums,
        dbt.config.get("n_samples"),
        dbt.config.get("confidence_level"),
        dbt.config.get("seed"),
    )
