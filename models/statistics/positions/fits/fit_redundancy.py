"""One row per cohort, period and benchmark: how well the others predict it."""

from analysis_py.fit_cache.stored_fits import cached_by_partition
from analysis_py.statistics.positions.redundancy import fit_redundancy


def model(dbt, session):
    """Predict with base families left out."""
    return cached_by_partition(dbt, fit_redundancy, dbt.ref("int_position_periods_assigned"))
