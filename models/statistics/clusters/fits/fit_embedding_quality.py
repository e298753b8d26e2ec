"""One row per cohort and picture: how well it keeps the neighbourhoods of the scores."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.clusters.embedding_quality import fit_embedding_quality


def model(dbt, session):
    """Judge the published pictures and those from other starts."""
    scores = dbt.ref("int_cluster_scores_drawn").pl()
    embeddings = dbt.ref("fit_embeddings").pl()
    sizes = dbt.config.get("sample_size"), dbt.config.get("n_starts")
    return stored(
        dbt, fit_embedding_quality, scores, embeddings, *sizes, dbt.config.get("n_neighbours")
    )
