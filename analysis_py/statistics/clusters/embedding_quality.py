"""Quality of the t-SNE embedding of a cohort.

The published picture is judged on all its points, beside a linear one. Pictures of one sample from
several random starts tell what is the method's doing rather than the data's.
"""

from __future__ import annotations

from typing import Any, TypedDict

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.clusters.embedding import tsne_layout
from analysis_py.statistics.clusters.neighbours import (
    nearest_neighbours,
    shared_neighbours,
    trustworthiness,
)
from analysis_py.statistics.clusters.rows import PictureRow
from analysis_py.statistics.clusters.sampling import judged_points
from analysis_py.statistics.clusters.score_space import cohorts_largest_first, score_space
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls


class Judged(TypedDict):
    """Neighbourhood preservation of an embedding, as fields of a row."""

    n_obs: int
    n_judged: int
    trustworthiness: float
    neighbourhood_preservation: float
    chance_preservation: float


class _Shared(TypedDict):
    """Inputs shared by the embeddings of a cohort."""

    cohort_id: str
    n_neighbours: int
    n_evaluations: int


class _Name(TypedDict):
    """The name of an embedding."""

    picture: str
    seed: int | None
    perplexity: float | None


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
    n_neighbours : int
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
    points: NDArray[np.float64],
    picture: NDArray[np.float64],
    n_neighbours: int,
    seed: list[int],
) -> Judged:
    """Compare neighbourhoods in a picture with those among the points.

    Parameters
    ----------
    points : ndarray, shape (n, d)
    picture : ndarray, shape (n, 2)
    n_neighbours : int
    seed : list of int
        Of the sample where there are many points: the same for pictures to be compared.

    Returns
    -------
    Judged
        ``n_obs``; ``trustworthiness``, a mean over ``n_judged`` of the points
        (:func:`analysis_py.statistics.clusters.sampling.judged_points`);
        ``neighbourhood_preservation``, the mean share of a point's neighbours that the picture
        keeps as such; and ``chance_preservation``, what a picture at random would keep.
    """
    n = len(points)
    judged = judged_points(n, np.random.default_rng(seed))
    return {
        "n_obs": n,
        "n_judged": len(judged),
        "trustworthiness": trustworthiness(points, picture, n_neighbours, judged),
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
    embedding: dict[str, Any],
    sample_size: int,
    n_starts: int,
    n_neighbours: int,
) -> list[PictureRow]:
    space = score_space(scores)
    seed, perplexity = embedding["seed"], embedding["perplexity"]
    shared: _Shared = {
        "cohort_id": cohort_id,
        "n_neighbours": n_neighbours,
        "n_evaluations": space.n_obs + space.n_left_out,
    }
    names: list[_Name] = [
        {"picture": f"random start {i}", "seed": seed + i, "perplexity": perplexity}
        for i in range(1, n_starts + 1)
    ]
    published: _Name = {"picture": "published", "seed": seed, "perplexity": perplexity}
    linear: _Name = {"picture": "principal components", "seed": None, "perplexity": None}

    def unjudged(name: _Name, status: str) -> PictureRow:
        return with_nulls(PictureRow, **shared, **name, n_obs=space.n_obs, status=status)

    def judged(
        name: _Name,
        points: NDArray[np.float64],
        picture: NDArray[np.float64],
        agreement: float | None = None,
    ) -> PictureRow:
        found = judge_picture(
            points, picture, n_neighbours, bootstrap_seed(seed, cohort_id, "trustworthiness")
        )
        return PictureRow(**shared, **name, **found, agreement=agreement, status="ok")

    # neither measure means anything unless most points are no neighbours
    problem = space.problem or (
        f"not more than {2 * n_neighbours} complete rows"
        if space.n_obs <= 2 * n_neighbours
        else None
    )
    flat = (
        unjudged(linear, problem)
        if problem
        else judged(linear, space.points, principal_plane(space.points))
    )
    if problem or embedding["status"] != "ok":
        status: str = embedding["status"]
        if problem and status == "ok":
            status = problem
        return [unjudged(published, status), flat, *(unjudged(name, status) for name in names)]
    place = {point["evaluation_id"]: (point["x"], point["y"]) for point in embedding["points"]}
    picture = np.array([place[evaluation_id] for evaluation_id in space.evaluation_ids])
    shown = judged(published, space.points, picture)

    sample = space.points
    if space.n_obs > sample_size:
        rng = np.random.default_rng(bootstrap_seed(seed, cohort_id))
        sample = sample[np.sort(rng.choice(space.n_obs, sample_size, replace=False))]
    if len(sample) < 3 * perplexity + 1:
        reason = f"fewer than {3 * perplexity + 1:g} rows in the sample"
        return [shown, flat, *(unjudged(name, reason) for name in names)]
    pictures = [
        np.asarray(tsne_layout(sample, perplexity, seed + i, "random"))
        for i in range(1, n_starts + 1)
    ]
    neighbours = [nearest_neighbours(picture, n_neighbours) for picture in pictures]
    starts = []
    for i, (name, picture) in enumerate(zip(names, pictures, strict=True)):
        others = [shared_neighbours(neighbours[i], b) for j, b in enumerate(neighbours) if j != i]
        starts.append(judged(name, sample, picture, float(np.mean(others)) if others else None))
    return [shown, flat, *starts]
