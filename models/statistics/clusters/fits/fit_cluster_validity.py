"""One row per cohort and factor: its labels judged as a clustering of the scores."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.clusters.validity import fit_cluster_validity


def model(dbt, session):
    """Judge every factor of every cohort."""
    scores = dbt.ref("int_cluster_scores_drawn").pl()
    levels = dbt.ref("int_cluster_levels_drawn").pl()
    sizes = dbt.config.get("n_neighbours"), dbt.config.get("n_permutations")
    settings = dbt.config.get("seed"), dbt.config.get("confidence_level")
    return load_or_fit(dbt, fit_cluster_validity, scores, levels, *sizes, *settings)
