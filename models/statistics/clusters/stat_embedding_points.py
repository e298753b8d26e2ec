"""One row per cohort and evaluation in its t-SNE picture."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.clusters.embedding import fit_embeddings


def model(dbt, session):
    """Embed the standardised scores of every cohort that is pictured."""
    scores = dbt.ref("int_cluster_scores_pictured").pl()
    return load_or_fit(
        dbt, fit_embeddings, scores, dbt.config.get("perplexity"), dbt.config.get("seed")
    )
