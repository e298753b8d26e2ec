"""A second factor beside ability, by year: the largest of residuals against random signs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame

#: A year is tested with so many models on so many benchmarks, each of three of them at least.
_MODELS, _BENCHMARKS, _EACH = 15, 6, 3
_SWEEPS = 3


@dataclass(frozen=True, kw_only=True)
class DimensionRow:
    """The largest factor of what one ability leaves, and what flipped signs make of it."""

    cohort_id: str
    era: str
    n_models: int
    n_benchmarks: int
    n_developers: int
    n_cells: int
    explained_share: float
    second_share: float
    expected_share: float
    ratio: float
    p_value: float
    n_flips: int
    seed: int


def largest_share(residuals: FloatArray) -> FloatArray:
    """Return the share of the squares that the largest factor has, shape (...).

    Parameters
    ----------
    residuals : ndarray, shape (..., number of models, number of benchmarks)
        0 where there is no score.
    """
    if residuals.shape[-2] < residuals.shape[-1]:
        residuals = np.swapaxes(residuals, -1, -2)
    products = np.swapaxes(residuals, -1, -2) @ residuals
    total = np.trace(products, axis1=-2, axis2=-1)
    return np.linalg.eigvalsh(products)[..., -1] / np.maximum(total, 1e-12)


def centred(residuals: FloatArray, has_score: FloatArray) -> FloatArray:
    """Return residuals less the means of models and of benchmarks, over the scores that there are.

    Shrinkage leaves a little of abilities and difficulties in residuals, which is no other factor.
    """
    of_models, of_benchmarks = residuals.sum(axis=-1), residuals.sum(axis=-2)
    n_models, n_benchmarks = (np.maximum(has_score.sum(axis=axis), 1) for axis in (-1, -2))
    benchmarks = np.zeros_like(of_benchmarks)
    for _ in range(_SWEEPS):
        models = (of_models - benchmarks @ has_score.T) / n_models
        benchmarks = (of_benchmarks - models @ has_score) / n_benchmarks
    return residuals - has_score * (models[..., :, None] + benchmarks[..., None, :])


def find_dimensions(scores: pl.DataFrame, n_flips: int = 199, seed: int = 0) -> pl.DataFrame:
    """Test for a second factor in every cohort, over all models and by the year of release.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per ``cohort_id``, ``weights`` and ``benchmark_id``: ``developer``, ``score_pct``,
        ``expected_pct``, ``residual`` in standard deviations, and ``year``, null where unknown.
    n_flips, seed : int

    Returns
    -------
    polars.DataFrame
        The columns of :class:`DimensionRow`; no row for a year of too few models.

    Notes
    -----
    Parallel analysis with random signs (Hong, Sheng and Dobriban 2020, arXiv 2012.02985) instead
    of permutations, because noise differs between scores and most are missing. A developer's models
    on a benchmark keep a sign in common, so that what a developer has of its own there makes no
    second factor. Data and flips are centred alike. The residuals are of one scale of all models.
    """
    rows = []
    for (cohort,), own in scores.group_by(["cohort_id"], maintain_order=True):
        years = own["year"].drop_nulls().unique().sort().to_list()
        for era in ("all", *years):
            used = own if era == "all" else own.filter(pl.col("year") == era)
            row = _test(used, str(cohort), str(era), n_flips, seed)
            rows += [] if row is None else [row]
    return to_frame(DimensionRow, rows)


def _test(used: pl.DataFrame, cohort: str, era: str, n: int, seed: int) -> DimensionRow | None:
    used = used.filter(pl.len().over("benchmark_id") >= _EACH).sort("weights", "benchmark_id")
    models, benchmarks = used["weights"].n_unique(), used["benchmark_id"].n_unique()
    if models < _MODELS or benchmarks < _BENCHMARKS:
        return None
    place = [
        np.unique(used[name].to_numpy().astype(str), return_inverse=True)[1]
        for name in ("weights", "benchmark_id", "developer")
    ]
    residuals = np.zeros((models, benchmarks))
    has_score = np.zeros_like(residuals)
    residuals[place[0], place[1]], has_score[place[0], place[1]] = used["residual"], 1
    residuals = centred(residuals, has_score)
    developer = np.zeros(models, dtype=np.int64)
    developer[place[0]] = place[2]
    found = float(largest_share(residuals))
    rng = np.random.default_rng(bootstrap_seed(seed, cohort, era, "dimensions"))
    signs = rng.choice([-1.0, 1.0], (n, int(developer.max()) + 1, benchmarks))
    null = largest_share(centred(residuals * signs[:, developer], has_score))
    score = pl.col("score_pct")
    parts = used.select(
        ((score - pl.col("expected_pct")) ** 2).sum().alias("rest"),
        ((score - score.mean().over("benchmark_id")) ** 2).sum().alias("all"),
    )
    rest, total = parts.row(0)
    return DimensionRow(
        cohort_id=cohort,
        era=era,
        n_models=models,
        n_benchmarks=benchmarks,
        n_developers=int(developer.max()) + 1,
        n_cells=used.height,
        explained_share=float(1 - rest / max(total, 1e-12)),
        second_share=found,
        expected_share=float(null.mean()),
        ratio=float(found / max(null.mean(), 1e-12)),
        p_value=float((1 + (null >= found).sum()) / (1 + n)),
        n_flips=n,
        seed=seed,
    )
