"""One row per benchmark and item: its slope on ability."""

from analysis_py.statistics.items.difficulty import fit_item_discrimination


def model(dbt, session):
    """Fit sums by ability group."""
    return fit_item_discrimination(dbt.ref("item_ability_sums").pl())
