"""The t-SNE picture of a cohort's scores (van der Maaten and Hinton 2008), by openTSNE."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.clusters.score_space import cohorts_largest_first, score_space
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame

#: A picture shows so many evaluations of a cohort at most: more are a blot to the eye.
MOST_POINTS = 2_000
#: Steps of the optimiser with attractions exaggerated, which sorts points into groups, and without.
#: Twice as many move points within their groups and keep no more nearest neighbours; neither do
#: repulsions of smaller cells than these, by width over distance.
EARLY_ITERATIONS = 125
ITERATIONS = 250
CELLS = 0.8


@dataclass(frozen=True, kw_only=True)
class PointRow:
    """The place of one evaluation in the picture of its cohort."""

    cohort_id: str
    evaluation_id: str
    x: float
    y: float


def tsne_layout(points: np.ndarray, perplexity: float, seed: int) -> np.ndarray:
    """Lay points out in the plane, shape (n, 2), from their first two principal components on."""
    # In the process that lays out: of two of dbt's threads that import scikit-learn at once, each
    # may find it half imported by the other, and fail.
    from openTSNE import TSNE

    # One job: sums would otherwise depend on how the threads happen to be scheduled.
    layout = TSNE(
        perplexity=perplexity,
        early_exaggeration_iter=EARLY_ITERATIONS,
        n_iter=ITERATIONS,
        initialization="pca",
        neighbors="exact",
        negative_gradient_method="bh",
        theta=CELLS,
        n_jobs=1,
        random_state=seed,
    ).fit(points)
    return np.asarray(layout)


def embed_cohort(
    cohort_id: str, scores: pl.DataFrame, perplexity: float, seed: int
) -> list[PointRow]:
    """Embed one cohort; with fewer rows than three times the perplexity there is no picture."""
    space = score_space(scores)
    if space.problem or space.n_obs < 3 * perplexity + 1:
        return []
    shown = np.arange(space.n_obs)
    if space.n_obs > MOST_POINTS:
        rng = np.random.default_rng(bootstrap_seed(seed, cohort_id))
        shown = np.sort(rng.choice(space.n_obs, MOST_POINTS, replace=False))
    layout = tsne_layout(space.points[shown], perplexity, seed)
    return [
        PointRow(cohort_id=cohort_id, evaluation_id=space.evaluation_ids[i], x=float(x), y=float(y))
        for i, (x, y) in zip(shown, layout, strict=True)
    ]


def fit_embeddings(
    scores: pl.DataFrame, perplexity: float, seed: int, n_jobs: int | None = None
) -> pl.DataFrame:
    """Embed every cohort of ``scores``.

    Parameters
    ----------
    scores : polars.DataFrame
        ``cohort_id`` and what :func:`~analysis_py.statistics.clusters.score_space.score_space`
        reads.
    perplexity : float
        Effective number of neighbours.
    seed : int
        Of the optimiser, and of what is shown of a cohort of more than :data:`MOST_POINTS`.
    n_jobs : int, optional
        Processes among which the cohorts are shared; the layouts do not depend on it.

    Returns
    -------
    polars.DataFrame
        One row per cohort and evaluation shown, in their order, as :class:`PointRow`.
    """
    jobs = [(*cohort, perplexity, seed) for cohort in cohorts_largest_first(scores)]
    of_cohorts = in_processes(embed_cohort, jobs, "cohorts embedded", n_jobs)
    rows = to_frame(PointRow, (row for part in of_cohorts for row in part))
    return rows.sort("cohort_id", "evaluation_id")
