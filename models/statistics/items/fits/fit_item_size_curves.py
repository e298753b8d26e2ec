"""One row per benchmark, with its items' curves over size and the shares either way nested."""

from analysis_py.statistics.items.size_curves import fit_item_size_curves


def model(dbt, session):
    """Fit sums by base family and size."""
    sums = dbt.ref("item_family_sums").pl()
    return fit_item_size_curves(
        sums,
        dbt.config.get("n_samples"),
        dbt.config.get("confidence_level"),
        dbt.config.get("seed"),
    )
