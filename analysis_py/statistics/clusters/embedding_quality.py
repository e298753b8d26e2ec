"""Quality of the t-SNE picture of a cohort: trustworthiness and stability over random starts.

The published picture is judged on all its points, beside a linear one. Pictures of one sample from
several random starts tell what is the method's doing rather than the data's.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.clusters.embedding import tsne_layout
from analysis_py.statistics.clusters.neighbours import (
    nearest_neighbours,
    shared_neighbours,
    trustworthiness,
)
from analysis_py.statistics.clusters.rows import PictureQuality, PictureRow
from analysis_py.statistics.clusters.sampling import sample_points
from analysis_py.statistics.clusters.score_space import cohorts_largest_first, score_space
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls


def fit_embedding_quality(
    scores: pl.DataFrame,
    embeddings: pl.DataFrame,
    sample_size: int = 250,
    n_starts: int = 3,
    n_neighbours: int = 15,
    n_jobs: int | None = None,
) -> pl.DataFrame:
    """Judge the published picture of every cohort, and pictures from other starts.

    Parameters
    ----------
    scores : polars.DataFrame
        ``cohort_id`` and what :func:`~analysis_py.statistics.clusters.score_space.score_space`
        reads.
    embeddings : polars.DataFrame
        One row per cohort with ``seed, perplexity, status`` and ``points``; see
        :func:`analysis_py.statistics.clusters.embedding.fit_embeddings`.
    sample_size : int
        A larger cohort is sampled for the random starts, once for all of them.
    n_starts : int
        Number of random starts; their seeds follow the published one.
    n_jobs : int, optional
        Processes among which the cohorts are shared.

    Returns
    -------
    polars.DataFrame
        One row per cohort and picture: ``published``, ``principal components`` (the first two, of
        the rows that are published) and ``random start 1, 2, …``, with the columns of
        :func:`judge_picture`.
        ``agreement`` is the mean share of neighbours that a random start's picture has in common
        with the other starts' of the same sample.
    """
    jobs = [
        (
            *(cohort_id, group),
            embeddings.row(by_predicate=pl.col("cohort_id") == cohort_id, named=True),
            *(sample_size, n_starts, n_neighbours),
        )
        for cohort_id, group in cohorts_largest_first(scores)
    ]
    parts = in_processes(_judge_cohort, jobs, "cohorts' pictures judged", n_jobs)
    rows = to_frame(PictureRow, (row for part in parts for row in part))
    return rows.sort("cohort_id", maintain_order=True)


def judge_picture(
    points: FloatArray,
    picture: FloatArray,
    n_neighbours: int,
    seed: list[int],
) -> PictureQuality:
    """Compare neighbourhoods in a picture with those among the points.

    Parameters
    ----------
    points : ndarray, shape (n, d)
    picture : ndarray, shape (n, 2)
    seed : list of int
        Of the sample where there are many points: the same for pictures to be compared.

    Returns
    -------
    PictureQuality
        ``n_obs``; ``trustworthiness``, a mean over ``n_judged`` of the points
        (:func:`analysis_py.statistics.clusters.sampling.sample_points`);
        ``neighbourhood_preservation``, the mean share of a point's neighbours that the picture
        keeps as such; and ``chance_preservation``, what a picture at random would keep.
    """
    n = len(points)
    judged = sample_points(n, np.random.default_rng(seed))
    kept = shared_neighbours(
        nearest_neighbours(points, n_neighbours), nearest_neighbours(picture, n_neighbours)
    )
    return PictureQuality(
        n_obs=n,
        n_judged=len(judged),
        trustworthiness=trustworthiness(points, picture, n_neighbours, judged),
        neighbourhood_preservation=kept,
        chance_preservation=n_neighbours / (n - 1),
    )


def principal_plane(points: FloatArray) -> FloatArray:
    """Project centred points on their first two principal components; shape (n, 2)."""
    centred = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    return centred @ vectors[:, :-3:-1]


def _judge_cohort(
    cohort_id: str,
    scores: pl.DataFrame,
    embedding: dict[str, Any],
    sample_size: int,
    n_starts: int,
    n_neighbours: int,
) -> list[PictureRow]:
    space = score_space(scores)
    seed, perplexity = embedding["seed"], embedding["perplexity"]

    def start(picture: str, seed: int | None, perplexity: float | None) -> PictureRow:
        return with_nulls(
            PictureRow,
            cohort_id=cohort_id,
            picture=picture,
            seed=seed,
            perplexity=perplexity,
            n_neighbours=n_neighbours,
            n_obs=space.n_obs,
            n_evaluations=space.n_obs + space.n_left_out,
            status="ok",
        )

    def judge(
        row: PictureRow, points: FloatArray, picture: FloatArray, agreement: float | None = None
    ) -> PictureRow:
        drawn = bootstrap_seed(seed, cohort_id, "trustworthiness")
        quality = judge_picture(points, picture, n_neighbours, drawn)
        return replace(row, **vars(quality), agreement=agreement)

    published = start("published", seed, perplexity)
    linear = start("principal components", None, None)
    starts = [start(f"random start {i}", seed + i, perplexity) for i in range(1, n_starts + 1)]
    # neither measure means anything unless most points are no neighbours
    problem = space.problem
    if problem is None and space.n_obs <= 2 * n_neighbours:
        problem = f"not more than {2 * n_neighbours} complete rows"
    if problem:
        linear = replace(linear, status=problem)
    else:
        linear = judge(linear, space.points, principal_plane(space.points))
    if problem or embedding["status"] != "ok":
        status: str = problem or "ok"
        if embedding["status"] != "ok":
            status = embedding["status"]
        return [
            replace(published, status=status),
            linear,
            *(replace(row, status=status) for row in starts),
        ]
    place = {point["evaluation_id"]: (point["x"], point["y"]) for point in embedding["points"]}
    picture = np.array([place[evaluation_id] for evaluation_id in space.evaluation_ids])
    published = judge(published, space.points, picture)

    sample = space.points
    if space.n_obs > sample_size:
        rng = np.random.default_rng(bootstrap_seed(seed, cohort_id))
        sample = sample[np.sort(rng.choice(space.n_obs, sample_size, replace=False))]
    if len(sample) < 3 * perplexity + 1:
        reason = f"fewer than {3 * perplexity + 1:g} rows in the sample"
        return [published, linear, *(replace(row, status=reason) for row in starts)]
    pictures = [
        np.asarray(tsne_layout(sample, perplexity, seed + i, "random"))
        for i in range(1, n_starts + 1)
    ]
    neighbours = [nearest_neighbours(picture, n_neighbours) for picture in pictures]
    for i, picture in enumerate(pictures):
        others = [shared_neighbours(neighbours[i], b) for j, b in enumerate(neighbours) if j != i]
        agreement = float(np.mean(others)) if others else None
        starts[i] = judge(starts[i], sample, picture, agreement)
    return [published, linear, *starts]
