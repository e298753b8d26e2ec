"""One row per cohort, benchmark and comparison of two modes of the same weights."""

from analysis_py.statistics.field.pairs import compare_modes


def model(dbt, session):
    """Compare within weights."""
    return compare_modes(dbt.ref("int_field_pairs").pl(), dbt.config.get("confidence_level"))
