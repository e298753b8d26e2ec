"""The t-SNE picture of a cohort's scores (van der Maaten and Hinton 2008), by openTSNE."""

from __future__ import annotations

import numpy as np
import polars as pl
from openTSNE import TSNE, TSNEEmbedding

from analysis_py.clusters.score_space import score_space
from analysis_py.plumbing.progress import announced

_SCHEMA = {
    "cohort_id": pl.String,
    "method": pl.String,
    "benchmarks": pl.List(pl.String),
    "perplexity": pl.Float64,
    "seed": pl.Int64,
    "n_obs": pl.Int64,
    "n_dropped": pl.Int64,
    "kl_divergence": pl.Float64,
    "status": pl.String,
    "points": pl.List(pl.Struct({"evaluation_id": pl.String, "x": pl.Float64, "y": pl.Float64})),
}


def tsne_layout(
    points: np.ndarray, perplexity: float, seed: int, start: str = "pca"
) -> TSNEEmbedding:
    """Lay points out in the plane.

    Parameters
    ----------
    points : ndarray, shape (n, d)
    perplexity : float
        Effective number of neighbours.
    seed : int
    start : {"pca", "random"}
        The initial layout: the first two principal components, or noise drawn from the seed.

    Returns
    -------
    openTSNE.TSNEEmbedding, shape (n, 2)
    """
    # One job: the gradient's sums would otherwise depend on how the threads happen to be scheduled.
    return TSNE(
        perplexity=perplexity,
        initialization=start,
        neighbors="exact",
        negative_gradient_method="bh",
        n_jobs=1,
        random_state=seed,
    ).fit(points)


def embed_cohort(scores: pl.DataFrame, perplexity: float, seed: int) -> dict:
    """Embed one cohort in the plane.

    Parameters
    ----------
    scores : polars.DataFrame
        ``evaluation_id, benchmark_id, score_pct``, one row per score.
    perplexity : float
        Effective number of neighbours; the cohort needs three times as many rows.
    seed : int
        Of the optimiser. The initial layout is the first two principal components.

    Returns
    -------
    dict
        ``benchmarks`` used (those that at least half of the evaluations have), ``n_obs`` with all
        of them, ``n_dropped`` without, ``kl_divergence``, ``status`` and ``points``, each with
        ``evaluation_id, x, y``. Scores are standardised, so that every benchmark weighs the same.
    """
    space = score_space(scores)
    result = {
        "benchmarks": space.benchmarks,
        "n_obs": space.n_obs,
        "n_dropped": space.n_dropped,
        "status": "ok",
        "points": [],
    }
    if space.problem:
        return result | {"status": space.problem}
    if space.n_obs < 3 * perplexity + 1:
        return result | {"status": f"fewer than {3 * perplexity + 1:g} complete rows"}
    layout = tsne_layout(space.points, perplexity, seed)
    points = np.asarray(layout)
    return result | {
        "kl_divergence": float(layout.kl_divergence),
        "points": [
            {"evaluation_id": name, "x": float(x), "y": float(y)}
            for name, (x, y) in zip(space.evaluation_ids, points, strict=True)
        ],
    }


def fit_embeddings(scores: pl.DataFrame, perplexity: float, seed: int) -> pl.DataFrame:
    """Embed every cohort of ``scores`` (see :func:`embed_cohort`): one row per cohort."""
    groups = scores.sort("cohort_id").partition_by("cohort_id", as_dict=True)
    rows = [
        {"cohort_id": cohort_id, "method": "tsne", "perplexity": perplexity, "seed": seed}
        | embed_cohort(group, perplexity, seed)
        for (cohort_id,), group in announced(groups.items(), len(groups), "cohorts embedded")
    ]
    return pl.DataFrame(rows, schema=_SCHEMA)
