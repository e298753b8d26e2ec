"""One row per examination that developers and third parties report of the same models."""

from analysis_py.statistics.field.pairs import compare_reports


def model(dbt, session):
    """Compare within configurations."""
    return compare_reports(dbt.ref("int_field_reports").pl(), dbt.config.get("confidence_level"))
