"""One row per cohort, period and benchmark: how well the others predict it."""

from analysis_py.plumbing.stored_fits import stored_in_turn
from analysis_py.positions.redundancy import fit_redundancy


def model(dbt, session):
    """Predict with base families left out."""
    return stored_in_turn(dbt, session, fit_redundancy, dbt.ref("int_position_periods_assigned"))
