"""One row per cohort and factor: its labels judged as a clustering of the scores."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.clusters.validity import fit_cluster_validity


def model(dbt, session):
    """Judge every factor of every cohort."""
    scores = dbt.ref("int_cluster_scores_drawn").pl()
    levels = dbt.ref("int_cluster_levels_drawn").pl()
    names = "n_neighbours", "n_permutations", "seed", "confidence_level"
    settings = (dbt.config.get(name) for name in names)
    return stored(dbt, fit_cluster_validity, scores, levels, *settings)
