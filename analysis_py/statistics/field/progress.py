"""Commonality analysis of scores: variance explained by size, by date of release, by either."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.field.regression import cannot_fit, complete_rows, design
from analysis_py.statistics.keys import by_benchmark
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls

_BOTH = ("log2_total", "years")
#: The parts, in the order of the columns of an array of them.
PARTS = ("size_only", "date_only", "shared", "together")


@dataclass(frozen=True, kw_only=True)
class ProgressRow:
    """The parts of the explained variance, as shares of the variance of the scores."""

    cohort_id: str
    benchmark_id: str
    size_only: float | None
    size_only_ci_low: float | None
    size_only_ci_high: float | None
    date_only: float | None
    date_only_ci_low: float | None
    date_only_ci_high: float | None
    shared: float | None
    shared_ci_low: float | None
    shared_ci_high: float | None
    together: float | None
    together_ci_low: float | None
    together_ci_high: float | None
    correlation_of_size_and_date: float | None
    n_obs: int
    n_developers: int
    n_models: int
    n_sized: int
    n_samples: int
    seed: int
    status: str


def split_progress(
    weights: pl.DataFrame,
    minimum: int = 20,
    confidence_level: float = 0.95,
    n_samples: int = 999,
    seed: int = 0,
) -> pl.DataFrame:
    r"""Split the variance that size and date explain into parts, for every cohort and benchmark.

    Parameters
    ----------
    weights : polars.DataFrame
        As for :func:`analysis_py.statistics.field.slopes.fit_slopes`.
    minimum : int
        Of rows with a size and a date.
    confidence_level : float
        Of the percentile intervals, from samples of whole developers.
    n_samples, seed : int
        Of the bootstrap.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`ProgressRow`.

    Notes
    -----
    Commonality analysis (Newton and Spurrell 1967, Applied Statistics 16, 51-64): with
    :math:`R^2_{SD}` of both, size alone has :math:`R^2_{SD} - R^2_D`, date alone
    :math:`R^2_{SD} - R^2_S`, and the rest of :math:`R^2_{SD}` is shared. The shared part belongs
    to neither and is not divided; it is below 0 where one hides the other.
    """
    rows = []
    for key, of_benchmark in by_benchmark(weights):
        used = complete_rows(of_benchmark, _BOTH)
        problem = cannot_fit(used, _BOTH, minimum)
        parts: dict[str, float] = {}
        if problem is None:
            rng = np.random.default_rng(bootstrap_seed(seed, *map(str, key.values())))
            parts = _estimate_parts(used, confidence_level, n_samples, rng)
        rows.append(
            with_nulls(
                ProgressRow,
                **key,
                **parts,
                n_obs=used.height,
                n_developers=used["developer"].n_unique(),
                n_models=of_benchmark.height,
                n_sized=of_benchmark["log2_total"].count(),
                n_samples=n_samples,
                seed=seed,
                status=problem or "ok",
            )
        )
    return to_frame(ProgressRow, rows)


def _estimate_parts(
    rows: pl.DataFrame, confidence_level: float, n_samples: int, rng: np.random.Generator
) -> dict[str, float]:
    moments = _sum_products_by_developer(rows)
    n_developers = len(moments)
    (estimates,) = commonality(moments.sum(axis=0)[None])
    times = rng.multinomial(n_developers, np.full(n_developers, 1 / n_developers), size=n_samples)
    samples = commonality(np.einsum("sg,gij->sij", times.astype(float), moments))
    tail = (1 - confidence_level) / 2
    limits = np.nanquantile(samples, [tail, 1 - tail], axis=0, method="weibull")
    size, date = rows["log2_total"].to_numpy(), rows["years"].to_numpy()
    found = {"correlation_of_size_and_date": float(np.corrcoef(size, date)[0, 1])}
    for i, part in enumerate(PARTS):
        found[part] = float(estimates[i])
        found[f"{part}_ci_low"], found[f"{part}_ci_high"] = map(float, limits[:, i])
    return found


def _sum_products_by_developer(rows: pl.DataFrame) -> FloatArray:
    """Return the cross products of ones, size, date and score in every developer."""
    y = rows["score_pct"].to_numpy()
    z = np.column_stack([design(rows, _BOTH), y])
    # about the means, which takes nothing away and keeps digits
    z[:, 1:] -= z[:, 1:].mean(axis=0)
    labels = np.unique(rows["developer"].to_numpy(), return_inverse=True)[1]
    products = np.einsum("ni,nj->nij", z, z)
    moments = np.zeros((labels.max() + 1, 4, 4))
    np.add.at(moments, labels, products)
    return moments


def commonality(moments: FloatArray) -> FloatArray:
    """Return the parts of the explained variance.

    Parameters
    ----------
    moments : ndarray, shape (s, 4, 4)
        Cross products of ones, size, date and score.

    Returns
    -------
    ndarray, shape (s, 4)
        In the order of ``PARTS``; NaN where size, date or score does not vary.
    """
    n = moments[:, 0, 0]
    sums = moments[:, 0, 1:]
    about = moments[:, 1:, 1:] - np.einsum("si,sj->sij", sums, sums) / n[:, None, None]
    deviation = np.sqrt(np.maximum(np.einsum("sii->si", about), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = about / np.einsum("si,sj->sij", deviation, deviation)
        with_size, with_date = correlation[:, 0, 2], correlation[:, 1, 2]
        between = correlation[:, 0, 1]
        together = (with_size**2 + with_date**2 - 2 * with_size * with_date * between) / (
            1 - between**2
        )
    size_only, date_only = together - with_date**2, together - with_size**2
    parts = np.column_stack([size_only, date_only, together - size_only - date_only, together])
    parts[~np.isfinite(parts).all(axis=1)] = np.nan
    return parts
