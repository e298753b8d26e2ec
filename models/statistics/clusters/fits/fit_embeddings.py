"""One row per cohort: its t-SNE layout, the points nested."""

from analysis_py.clusters.embedding import fit_embeddings
from analysis_py.plumbing.stored_fits import stored


def model(dbt, session):
    """Embed the standardised scores of every cohort."""
    scores = dbt.ref("int_cluster_scores_drawn").pl()
    return stored(dbt, fit_embeddings, scores, dbt.config.get("perplexity"), dbt.config.get("seed"))
