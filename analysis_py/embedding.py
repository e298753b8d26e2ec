"""The t-SNE picture of a cohort's scores (van der Maaten and Hinton 2008), by openTSNE."""

from __future__ import annotations

import numpy as np
import polars as pl
from openTSNE import TSNE

#: A benchmark that fewer evaluations than this share have is left out of a cohort's picture.
MIN_COVERAGE = 0.5

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
    wide = scores.pivot(
        on="benchmark_id", index="evaluation_id", values="score_pct", sort_columns=True
    ).sort("evaluation_id")
    benchmarks = [
        name
        for name in wide.columns[1:]
        if wide[name].is_not_null().mean() >= MIN_COVERAGE and wide[name].n_unique() > 2
    ]
    complete = wide.drop_nulls(benchmarks)
    result = {
        "benchmarks": benchmarks,
        "n_obs": complete.height,
        "n_dropped": wide.height - complete.height,
        "status": "ok",
        "points": [],
    }
    if len(benchmarks) < 3:
        return result | {"status": "fewer than three benchmarks"}
    if complete.height < 3 * perplexity + 1:
        return result | {"status": f"fewer than {3 * perplexity + 1:g} complete rows"}
    matrix = complete.select(benchmarks).to_numpy()
    standardised = (matrix - matrix.mean(axis=0)) / matrix.std(axis=0, ddof=1)
    # One job: the gradient's sums would otherwise depend on how the threads happen to be scheduled.
    layout = TSNE(
        perplexity=perplexity,
        initialization="pca",
        neighbors="exact",
        negative_gradient_method="bh",
        n_jobs=1,
        random_state=seed,
    ).fit(standardised)
    points = np.asarray(layout)
    return result | {
        "kl_divergence": float(layout.kl_divergence),
        "points": [
            {"evaluation_id": name, "x": float(x), "y": float(y)}
            for name, (x, y) in zip(complete["evaluation_id"], points, strict=True)
        ],
    }


def fit_embeddings(scores: pl.DataFrame, perplexity: float, seed: int) -> pl.DataFrame:
    """Embed every cohort of ``scores`` (see :func:`embed_cohort`): one row per cohort."""
    rows = [
        {"cohort_id": cohort_id, "method": "tsne", "perplexity": perplexity, "seed": seed}
        | embed_cohort(group, perplexity, seed)
        for (cohort_id,), group in scores.sort("cohort_id").group_by(
            "cohort_id", maintain_order=True
        )
    ]
    return pl.DataFrame(rows, schema=_SCHEMA)
