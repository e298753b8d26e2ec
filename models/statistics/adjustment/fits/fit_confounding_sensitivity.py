"""One row per cohort, benchmark, method and pair of training types: what would explain it away."""

from analysis_py.statistics.adjustment.confounding import fit_confounding_sensitivity


def model(dbt, session):
    """Compute from estimates, standard errors and spreads."""
    differences = dbt.ref("int_type_differences_standardised").order(
        "cohort_id, benchmark_id, factor, method, group_a, group_b"
    )
    return fit_confounding_sensitivity(differences.pl(), dbt.config.get("confidence_level"))
