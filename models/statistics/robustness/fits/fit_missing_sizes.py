"""One row per cohort, benchmark and comparison of sizes, with and without unknown sizes."""

from analysis_py.fit_cache.stored_fits import cached_by_partition
from analysis_py.statistics.robustness.missing_sizes.fit import fit_missing_sizes


def model(dbt, session):
    """Fit on rows: each unknown size is drawn for its own evaluation."""
    rows = dbt.ref("int_sized_scores_listed")
    level, seed = dbt.config.get("confidence_level"), dbt.config.get("seed")
    simulations = dbt.config.get("level_simulations")
    return cached_by_partition(dbt, session, fit_missing_sizes, rows, level, seed, simulations)
