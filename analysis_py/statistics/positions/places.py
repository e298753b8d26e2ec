"""Positions of the models of a cohort on each benchmark, and predictions for new ones.

One fit of score on size serves three tables: the models that were evaluated, predictions for sizes
and training types, and how often such predictions were right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.keys import BENCHMARK_KEY, BenchmarkKey, iter_benchmarks
from analysis_py.statistics.numerics.numbering import numbered
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.positions.intervals import (
    FEWEST_FAMILIES,
    Prediction,
    predict_new_families,
)
from analysis_py.statistics.positions.near import by_group, near_in_size
from analysis_py.statistics.positions.predictions import (
    NO_TYPE,
    SECOND_LEVEL,
    CoverageRow,
    PredictedRow,
    coverage_rows,
    predicted_rows,
    supported_types,
)
from analysis_py.statistics.rows import to_frame

Floats = NDArray[np.float64]

#: What is said of an evaluation without a size.
UNSIZED = "size not known"
#: Scores of this share of evaluations lie below the top tenth.
_BEST_SHARE = 0.9
_N_CURVE = 400

#: Where one evaluation stands: in percent, in standard deviations, in billions, and counts.
PLACE: dict[str, type[pl.DataType]] = {
    "evaluation_id": pl.String,
    "score_pct": pl.Float64,
    "expected_pct": pl.Float64,
    "predicted_low": pl.Float64,
    "predicted_high": pl.Float64,
    "predicted_low_90": pl.Float64,
    "predicted_high_90": pl.Float64,
    "residual_in_sd": pl.Float64,
    "expected_of_type_pct": pl.Float64,
    "size_equivalent_b": pl.Float64,
    "percentile_near_size": pl.Float64,
    "n_near_size": pl.Int64,
    "percentile_same_type": pl.Float64,
    "n_same_type": pl.Int64,
    "gap_to_top_tenth_pct": pl.Float64,
    "place_status": pl.String,
}


@dataclass(frozen=True, kw_only=True)
class BenchmarkRow:
    """One benchmark of one cohort, with what follows from its curve in nested rows."""

    cohort_id: str
    benchmark_id: str
    n_obs: int
    n_sized: int
    n_base_families: int
    smallest_b: float | None
    largest_b: float | None
    predictions: list[PredictedRow]
    coverages: list[CoverageRow]
    status: str


def fit_places(
    scores: pl.DataFrame, sizes_b: Sequence[float], confidence_level: float, seed: int
) -> pl.DataFrame:
    """Place every evaluation of every cohort and benchmark among its peers.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per cohort, benchmark and evaluation: ``score_pct``, ``log_parameters_b`` (null
        where the size is unknown), ``training_type`` and ``base_family``.
    sizes_b : sequence of float
        Sizes to predict for, in billions; those outside the sizes of a cohort are left out.
    confidence_level : float
        Of the wider intervals; the narrower have :data:`SECOND_LEVEL`.
    seed : int
        Of the folds of base families.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and evaluation, as :data:`PLACE`. The first of each benchmark
        carries what its curve tells beside places, as :class:`BenchmarkRow`; on the others these
        columns are null.
    """
    empty = to_frame(BenchmarkRow, [])
    keys = {name: empty.schema[name] for name in BENCHMARK_KEY}
    carried = empty.drop(*keys)
    found = [pl.DataFrame(schema=keys | PLACE | dict(carried.schema))]
    for place, benchmark in _placed(scores, sizes_b, confidence_level, seed):
        row = to_frame(BenchmarkRow, [benchmark])
        on_others = carried.clear(place.height - 1)
        found.append(
            place.select(*(pl.lit(row[name][0]).alias(name) for name in keys), *PLACE).hstack(
                pl.concat([row.drop(*keys), on_others])
            )
        )
    return pl.concat(found)


def fit_predictions(
    scores: pl.DataFrame, sizes_b: Sequence[float], confidence_level: float, seed: int
) -> pl.DataFrame:
    """Return of each cohort and benchmark what its curve tells beside places.

    Parameters
    ----------
    scores, sizes_b, confidence_level, seed
        As for :func:`fit_places`.

    Returns
    -------
    polars.DataFrame
        One row per cohort and benchmark, as :class:`BenchmarkRow`.
    """
    placed = _placed(scores, sizes_b, confidence_level, seed)
    return to_frame(BenchmarkRow, [benchmark for _, benchmark in placed])


def _placed(
    scores: pl.DataFrame, sizes_b: Sequence[float], confidence_level: float, seed: int
) -> Iterator[tuple[pl.DataFrame, BenchmarkRow]]:
    for key, rows in iter_benchmarks(scores):
        yield _place(key, rows, sizes_b, confidence_level, seed)


def _place(
    key: BenchmarkKey,
    rows: pl.DataFrame,
    sizes_b: Sequence[float],
    confidence_level: float,
    seed: int,
) -> tuple[pl.DataFrame, BenchmarkRow]:
    score = rows["score_pct"].to_numpy()
    names, types = numbered(rows["training_type"].fill_null(NO_TYPE))
    share_of_type, n_of_type = by_group(types, score)
    is_sized = rows["log_parameters_b"].is_not_null()
    sized = is_sized.to_numpy()
    log_size = rows["log_parameters_b"].drop_nulls().to_numpy()
    families_named, families = numbered(rows["base_family"].filter(is_sized))
    n_families = len(families_named)

    def on_all(of_sized: Floats) -> Floats:
        filled = np.full(len(rows), np.nan)
        filled[sized] = of_sized
        return filled

    columns = {
        "percentile_same_type": 100 * share_of_type,
        "gap_to_top_tenth_pct": np.quantile(score, _BEST_SHARE) - score,
    }
    n_near = np.zeros(len(rows), dtype=np.int64)
    share_near = np.full(len(rows), np.nan)
    if sized.any():
        near, n_near[sized] = near_in_size(log_size, score[sized])
        share_near = on_all(near)
    columns["percentile_near_size"] = 100 * share_near

    status = fit_status(n_families, log_size)
    predictions: list[PredictedRow] = []
    coverages: list[CoverageRow] = []
    if status == "ok":
        levels = (SECOND_LEVEL, confidence_level)
        folds = bootstrap_seed(seed, key["cohort_id"], key["benchmark_id"])
        of_size = predict_new_families(log_size, score[sized], families, levels, folds)
        shifted = supported_types(types[sized], families, names)
        of_type = predict_new_families(
            log_size, score[sized], families, levels, folds, types[sized], tuple(shifted)
        )
        columns |= {
            name: on_all(v)
            for name, v in on_curve(of_size, log_size, log_size, score[sized], levels).items()
        }
        has_curve = np.isin(types[sized], tuple(shifted))
        typed = of_type.curve.at(log_size, types[sized])
        columns["expected_of_type_pct"] = on_all(np.where(has_curve, typed, np.nan))
        predictions = predicted_rows(of_size, of_type, shifted, log_size, sizes_b, levels)
        coverages = [
            *coverage_rows("size", of_size),
            *coverage_rows("size and training type", of_type),
        ]
    place = rows.select("evaluation_id", "score_pct").with_columns(
        **{name: pl.Series(values).fill_nan(None) for name, values in columns.items()},
        n_near_size=pl.Series(n_near),
        n_same_type=pl.Series(n_of_type),
        place_status=pl.when(is_sized).then(pl.lit(status)).otherwise(pl.lit(UNSIZED)),
    )
    lacking = {name: pl.lit(None, dtype) for name, dtype in PLACE.items() if name not in place}
    place = place.with_columns(**lacking).select(*PLACE)
    benchmark = BenchmarkRow(
        **key,
        n_obs=len(rows),
        n_sized=int(sized.sum()),
        n_base_families=n_families,
        smallest_b=float(np.exp(log_size.min())) if sized.any() else None,
        largest_b=float(np.exp(log_size.max())) if sized.any() else None,
        predictions=predictions,
        coverages=coverages,
        status=status,
    )
    return place, benchmark


def fit_status(n_families: int, log_size: Floats) -> str:
    """Return ok, or why scores are not fitted on the sizes of so many base families."""
    if n_families < FEWEST_FAMILIES:
        return f"only {n_families} base families of known size, {FEWEST_FAMILIES} are needed"
    if len(np.unique(log_size)) < 2:
        return "all of one size"
    return "ok"


def on_curve(
    prediction: Prediction,
    fitted: Floats,
    log_size: Floats,
    score: Floats,
    levels: tuple[float, float],
) -> dict[str, Floats]:
    """Return the columns of a place that the curve tells.

    Parameters
    ----------
    prediction : Prediction
    fitted : numpy.ndarray, shape (m,)
        Natural logarithms of the sizes that the curve is fitted on.
    log_size, score : numpy.ndarray, shape (n,)
        Of the evaluations that are placed.
    levels : tuple of float
        Of the narrower and of the wider interval.
    """
    # many evaluations share one size
    sizes, at = np.unique(log_size, return_inverse=True)
    expected, low_90, high_90 = prediction.interval(levels[0], sizes)
    _, low, high = prediction.interval(levels[1], sizes)
    return {
        "expected_pct": expected[at],
        "predicted_low": low[at],
        "predicted_high": high[at],
        "predicted_low_90": low_90[at],
        "predicted_high_90": high_90[at],
        "residual_in_sd": (score - expected[at]) / prediction.std_dev(sizes)[at],
        "size_equivalent_b": _equivalent(prediction, fitted, score),
    }


def _equivalent(prediction: Prediction, fitted: Floats, score: Floats) -> Floats:
    """Return the smallest size, in billions, at which the curve reaches each score.

    NaN where it begins above the score or never gets there.
    """
    grid = np.linspace(fitted.min(), fitted.max(), _N_CURVE)
    highest = np.maximum.accumulate(prediction.curve.at(grid))
    at = np.searchsorted(highest, score)
    inside = (score >= highest[0]) & (at < len(grid))
    return np.where(inside, np.exp(grid[np.minimum(at, len(grid) - 1)]), np.nan)
