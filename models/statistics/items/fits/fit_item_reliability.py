"""One row per benchmark: components of variance and reliability."""

from analysis_py.statistics.items.reliability import fit_item_reliability


def model(dbt, session):
    """Decompose sums of squares."""
    panels = dbt.ref("int_item_panels_summed").pl()
    return fit_item_reliability(
        panels, dbt.config.get("confidence_level"), dbt.config.get("target")
    )
