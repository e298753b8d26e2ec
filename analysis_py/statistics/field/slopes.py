"""Regressions of scores on size, date of release and openness, alone and together."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl

from analysis_py.statistics.field.regression import (
    Estimate,
    cannot_fit,
    complete_rows,
    design,
    estimate_contrasts,
    r_squared,
)
from analysis_py.statistics.keys import BenchmarkKey, by_benchmark
from analysis_py.statistics.rows import to_frame

#: By name: the predictors, further required columns, and the reported terms.
MODELS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "total": (("log2_total",), (), ("log2_total",)),
    "active": (("log2_active",), ("log2_total",), ("log2_active",)),
    "total and active": (("log2_total", "log2_active"), (), ("log2_total", "log2_active")),
    "date": (("years",), (), ("years",)),
    "date, sized models": (("years",), ("log2_total",), ("years",)),
    "total and date": (("log2_total", "years"), (), ("log2_total", "years")),
    "active and date": (("log2_active", "years"), ("log2_total",), ("log2_active", "years")),
    "open": (("is_open",), ("years",), ("is_open",)),
    "open at equal date": (("is_open", "years", "years_squared"), (), ("is_open",)),
}
_UNITS = {
    "log2_total": "percentage points per doubling of all parameters",
    "log2_active": "percentage points per doubling of the active parameters",
    "years": "percentage points per year of release",
    "is_open": "percentage points, open minus closed",
}


@dataclass(frozen=True, kw_only=True)
class SlopeRow(Estimate):
    """One term of one regression on a benchmark of a cohort."""

    cohort_id: str
    benchmark_id: str
    model: str
    term: str
    unit: str
    status: str
    r_squared: float | None
    n_obs: int
    n_developers: int
    n_mixtures: int
    n_evaluations: int
    n_models: int
    n_sized: int
    n_dated: int


def fit_slopes(
    weights: pl.DataFrame,
    minimum: int = 20,
    confidence_level: float = 0.95,
    n_simulations: int = 2000,
    seed: int = 0,
) -> pl.DataFrame:
    """Regress the scores of every cohort and benchmark on size, date and openness.

    Parameters
    ----------
    weights : polars.DataFrame
        One row per ``cohort_id``, ``benchmark_id`` and ``weights``: ``developer``, ``score_pct``,
        ``n_evaluations``, and ``years``, ``log2_total``, ``log2_active``, ``is_moe``,
        ``is_open``, null where unknown.
    minimum : int
        Of rows of a regression.
    n_simulations, seed : int
        Of samples without an effect.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark, model and term: the columns of :class:`SlopeRow`. Standard
        errors are CR2, clustered by developer; see
        :mod:`analysis_py.statistics.clustered.regression`.
    """
    frame = weights.with_columns((pl.col("years") ** 2).alias("years_squared"))
    rows: list[Any] = []
    for key, of_benchmark in by_benchmark(frame):
        for name in MODELS:
            rows += _fit_model(
                key, of_benchmark, name, minimum, confidence_level, n_simulations, seed
            )
    return to_frame(SlopeRow, rows)


def _fit_model(
    key: BenchmarkKey,
    of_benchmark: pl.DataFrame,
    name: str,
    minimum: int,
    confidence_level: float,
    n_simulations: int,
    seed: int,
) -> Iterator[Any]:
    columns, others, reported = MODELS[name]
    rows = complete_rows(of_benchmark, [*columns, *others])
    problem = cannot_fit(rows, columns, minimum) or _too_few_on_a_side(rows, columns)
    estimates = dict.fromkeys(reported, Estimate())
    explained = None
    if problem is None:
        x, y = design(rows, columns), rows["score_pct"].to_numpy()
        # centred, so that the square of the date keeps its precision
        x[:, 1:] -= x[:, 1:].mean(axis=0)
        explained = r_squared(x, y)
        contrasts = np.eye(x.shape[1])[[1 + columns.index(term) for term in reported]]
        developers = rows["developer"].to_numpy()
        fitted = estimate_contrasts(
            x, y, developers, contrasts, confidence_level, n_simulations, seed
        )
        estimates = dict(zip(reported, fitted, strict=True))
    for term, estimate in estimates.items():
        yield SlopeRow(
            **key,
            model=name,
            term=term,
            unit=_UNITS[term],
            r_squared=explained,
            n_obs=rows.height,
            n_developers=rows["developer"].n_unique(),
            n_mixtures=int(rows["is_moe"].sum()),
            n_evaluations=int(np.sum(rows["n_evaluations"].to_numpy())),
            n_models=of_benchmark.height,
            n_sized=of_benchmark["log2_total"].count(),
            n_dated=of_benchmark["years"].count(),
            status=problem or "ok",
            **asdict(estimate),
        )


def _too_few_on_a_side(rows: pl.DataFrame, columns: tuple[str, ...]) -> str | None:
    """Return why open and closed models cannot be compared, or None."""
    if "is_open" not in columns:
        return None
    n_open = int(rows["is_open"].sum())
    n_closed = rows.height - n_open
    if min(n_open, n_closed) < 5:
        return f"{n_open} open and {n_closed} closed weights, fewer than 5 of one"
    return None
