"""One row per cohort that is defined: ok or why it cannot be computed, and who belongs to it."""

from analysis_py.sources.cohorts import check_cohorts


def model(dbt, session):
    """Evaluate every cohort's predicate by itself on the evaluations of its snapshot."""
    cohorts = dbt.ref("int_cohorts_defined").pl()
    return check_cohorts(cohorts, dbt.ref("fct_evaluations").pl())
