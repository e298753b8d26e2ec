"""One row per cohort, benchmark and method: intra-class correlation and design effect."""

from analysis_py.dependence.design_effect import fit_dependence


def model(dbt, session):
    """Fit on one summary per base family."""
    clusters = dbt.ref("int_cluster_scores_summed").pl()
    return fit_dependence(clusters, dbt.config.get("confidence_level"))
