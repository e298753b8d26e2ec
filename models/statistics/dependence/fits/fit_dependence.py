"""One row per cohort, benchmark and method: intra-class correlation and design effect."""

from analysis_py.statistics.dependence.design_effect import fit_dependence


def model(dbt, session):
    """Fit on one summary per base family."""
    families = dbt.ref("int_base_family_scores_summed").pl()
    return fit_dependence(families, dbt.config.get("confidence_level"))
