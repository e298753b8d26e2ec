"""One row per examination that developers and third parties report of the same models."""

from analysis_py.statistics.field.pairs import compare_reports


def model(dbt, session):
    """Compare within configurations."""
    pairs, level = dbt.ref("int_field_reports").pl(), dbt.config.get("confidence_level")
    return compare_reports(
        pairs, level, dbt.config.get("level_simulations"), dbt.config.get("seed")
    )
