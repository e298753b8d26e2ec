"""One row per cohort, benchmark and comparison of two modes of the same weights."""

from analysis_py.statistics.field.pairs import compare_modes


def model(dbt, session):
    """Compare within weights."""
    pairs, level = dbt.ref("int_field_pairs").pl(), dbt.config.get("confidence_level")
    return compare_modes(pairs, level, dbt.config.get("level_simulations"), dbt.config.get("seed"))
