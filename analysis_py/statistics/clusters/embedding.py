"""The t-SNE picture of a cohort's scores (van der Maaten and Hinton 2008), by openTSNE."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.clusters.rows import EmbeddingRow, PointRow
from analysis_py.statistics.clusters.score_space import cohorts_largest_first, score_space
from analysis_py.statistics.rows import to_frame

if TYPE_CHECKING:
    from openTSNE import TSNEEmbedding

#: Steps of the optimiser with attractions exaggerated, which sorts points into groups, and without.
#: Another 250 of the latter move points within their groups.
EARLY_ITERATIONS = 250
ITERATIONS = 250


def tsne_layout(points: np.ndarray, perplexity: float, seed: int) -> TSNEEmbedding:
    """Lay points out in the plane."""
    # In the process that lays out: of two of dbt's threads that import scikit-learn at once, each
    # may find it half imported by the other, and fail.
    from openTSNE import TSNE

    # One job: sums would otherwise depend on how the threads happen to be scheduled.
    return TSNE(
        perplexity=perplexity,
        early_exaggeration_iter=EARLY_ITERATIONS,
        n_iter=ITERATIONS,
        initialization="pca",
        neighbors="exact",
        negative_gradient_method="auto",
        n_jobs=1,
        random_state=seed,
    ).fit(points)


def embed_cohort(
    cohort_id: str, scores: pl.DataFrame, perplexity: float, seed: int
) -> EmbeddingRow:
    """Embed one cohort in the plane."""
    space = score_space(scores)
    points = []
    if space.problem is None and space.n_obs >= 3 * perplexity + 1:
        layout = np.asarray(tsne_layout(space.points, perplexity, seed))
        points = [
            PointRow(evaluation_id=evaluation_id, x=float(x), y=float(y))
            for evaluation_id, (x, y) in zip(space.evaluation_ids, layout, strict=True)
        ]
    return EmbeddingRow(cohort_id=cohort_id, points=points)


def fit_embeddings(
    scores: pl.DataFrame, perplexity: float, seed: int, n_jobs: int | None = None
) -> pl.DataFrame:
    """Embed every cohort of ``scores``.

    Parameters
    ----------
    scores : polars.DataFrame
        ``cohort_id`` and the columns that :func:`embed_cohort` reads.
    perplexity, seed
        As for :func:`embed_cohort`.
    n_jobs : int, optional
        Processes among which the cohorts are shared; the layouts do not depend on it.

    Returns
    -------
    polars.DataFrame
        One row per cohort, in their order, with the fields of
        :class:`analysis_py.statistics.clusters.rows.EmbeddingRow`.
    """
    jobs = [(*cohort, perplexity, seed) for cohort in cohorts_largest_first(scores)]
    rows = in_processes(embed_cohort, jobs, "cohorts embedded", n_jobs)
    return to_frame(EmbeddingRow, rows).sort("cohort_id")
