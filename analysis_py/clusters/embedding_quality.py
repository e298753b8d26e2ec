"""How far the t-SNE picture of a cohort can be believed.

The published picture is judged on all its points, beside a linear one. Pictures of one sample from
several random starts tell what is the method's doing rather than the data's.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from joblib import delayed
from numpy.typing import NDArray

from analysis_py.clusters.embedding import tsne_layout
from analysis_py.clusters.neighbours import nearest_neighbours, shared_neighbours, trustworthiness
from analysis_py.clusters.score_space import score_space
from analysis_py.numerics.seeds import bootstrap_seed
from analysis_py.plumbing.processes import worker_pool

_SCHEMA = {
    "cohort_id": pl.String,
    "picture": pl.String,
    "seed": pl.Int64,
    "perplexity": pl.Float64,
    "n_neighbours": pl.Int64,
    "n_obs": pl.Int64,
    "n_evaluations": pl.Int64,
    "trustworthiness": pl.Float64,
    "neighbourhood_preservation": pl.Float64,
    "chance_preservation": pl.Float64,
    "agreement": pl.Float64,
    "status": pl.String,
}


def fit_embedding_quality(
    scores: pl.DataFrame,
    embeddings: pl.DataFrame,
    sample_size: int = 250,
    n_starts: int = 3,
    n_neighbours: int = 15,
    n_jobs: int = 2,
) -> pl.DataFrame:
    """Judge the published picture of every cohort, and pictures from other starts.

    Parameters
    ----------
    scores : polars.DataFrame
        ``cohort_id, evaluation_id, benchmark_id, score_pct``.
    embeddings : polars.DataFrame
        One row per cohort with ``seed, perplexity, status`` and ``points``; see
        :func:`analysis_py.clusters.embedding.fit_embeddings`.
    sample_size : int
        A larger cohort is sampled for the random starts, once for all of them.
    n_starts : int
        Number of random starts; their seeds follow the published one.
    n_neighbours : int
    n_jobs : int
        Processes among which the cohorts are shared.

    Returns
    -------
    polars.DataFrame
        One row per cohort and picture: ``published``, ``principal components`` (the first two, of
        all rows) and ``random start 1, 2, …``, with the columns of :func:`judge_picture`.
        ``agreement`` is the mean share of neighbours that a random start's picture has in common
        with the other starts' of the same sample.
    """
    groups = scores.sort("cohort_id").group_by("cohort_id", maintain_order=True)
    rows = worker_pool(n_jobs)(
        delayed(_judge_cohort)(
            cohort_id,
            group,
            embeddings.row(by_predicate=pl.col("cohort_id") == cohort_id, named=True),
            sample_size,
            n_starts,
            n_neighbours,
        )
        for (cohort_id,), group in groups
    )
    return pl.DataFrame([row for part in rows for row in part], schema=_SCHEMA)


def judge_picture(
    points: NDArray[np.float64], picture: NDArray[np.float64], n_neighbours: int
) -> dict:
    """Compare neighbourhoods in a picture with those among the points.

    Parameters
    ----------
    points : ndarray, shape (n, d)
    picture : ndarray, shape (n, 2)
    n_neighbours : int

    Returns
    -------
    dict
        ``n_obs``; ``trustworthiness``; ``neighbourhood_preservation``, the mean share of a
        point's neighbours that the picture keeps as such; and ``chance_preservation``, what a
        picture at random would keep.
    """
    n = len(points)
    return {
        "n_obs": n,
        "trustworthiness": trustworthiness(points, picture, n_neighbours),
        "neighbourhood_preservation": shared_neighbours(
            nearest_neighbours(points, n_neighbours), nearest_neighbours(picture, n_neighbours)
        ),
        "chance_preservation": n_neighbours / (n - 1),
    }


def principal_plane(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Project centred points on their first two principal components; shape (n, 2)."""
    centred = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    return centred @ vectors[:, :-3:-1]


def _judge_cohort(
    cohort_id: str,
    scores: pl.DataFrame,
    embedding: dict,
    sample_size: int,
    n_starts: int,
    n_neighbours: int,
) -> list[dict]:
    space = score_space(scores)
    seed, perplexity = embedding["seed"], embedding["perplexity"]
    shared = {
        "cohort_id": cohort_id,
        "n_neighbours": n_neighbours,
        "n_evaluations": space.n_obs,
        "n_obs": space.n_obs,
        "status": embedding["status"],
    }
    published = shared | {"picture": "published", "seed": seed, "perplexity": perplexity}
    linear = shared | {"picture": "principal components"}
    starts = [
        published | {"picture": f"random start {i}", "seed": seed + i}
        for i in range(1, n_starts + 1)
    ]
    # neither measure means anything unless most points are no neighbours
    problem = space.problem or (
        f"not more than {2 * n_neighbours} complete rows"
        if space.n_obs <= 2 * n_neighbours
        else None
    )
    linear["status"] = problem or "ok"
    if not problem:
        linear |= judge_picture(space.points, principal_plane(space.points), n_neighbours)
    if problem or embedding["status"] != "ok":
        return [published, linear, *starts]
    place = {point["evaluation_id"]: (point["x"], point["y"]) for point in embedding["points"]}
    picture = np.array([place[name] for name in space.evaluation_ids])
    published |= judge_picture(space.points, picture, n_neighbours)

    sample = space.points
    if space.n_obs > sample_size:
        rng = np.random.default_rng(bootstrap_seed(seed, cohort_id))
        sample = sample[np.sort(rng.choice(space.n_obs, sample_size, replace=False))]
    if len(sample) < 3 * perplexity + 1:
        reason = f"fewer than {3 * perplexity + 1:g} rows in the sample"
        return [published, linear, *(row | {"status": reason} for row in starts)]
    pictures = [
        np.asarray(tsne_layout(sample, perplexity, row["seed"], "random")) for row in starts
    ]
    starts = [
        row | judge_picture(sample, picture, n_neighbours)
        for row, picture in zip(starts, pictures, strict=True)
    ]
    neighbours = [nearest_neighbours(picture, n_neighbours) for picture in pictures]
    for i, row in enumerate(starts):
        others = [shared_neighbours(neighbours[i], b) for j, b in enumerate(neighbours) if j != i]
        row["agreement"] = float(np.mean(others)) if others else None
    return [published, linear, *starts]
