"""Where every model of a cohort stands on every benchmark, and where a new one would.

One fit of score on size serves three tables: the models that were evaluated, predictions for sizes
and training types, and how often such predictions were right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.keys import BENCHMARK_KEY, BenchmarkKey, benchmarks_in_turn
from analysis_py.numerics.numbering import numbered
from analysis_py.numerics.seeds import bootstrap_seed
from analysis_py.positions.curve import Label
from analysis_py.positions.intervals import (
    FEWEST_FAMILIES,
    Prediction,
    predict_new_families,
)
from analysis_py.positions.near import by_group, near_in_size
from analysis_py.rows import frame_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: The narrower of the two intervals that are given.
SECOND_LEVEL = 0.90
#: A training type of fewer base families has no curve of its own.
FEWEST_OF_TYPE = 10
#: What is said of an evaluation without a size.
UNSIZED = "size not known"
#: All training types together.
ALL_TYPES = "all"
_NO_TYPE = ""
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
class PredictedRow:
    """What a new base family of a size and a training type is expected to score."""

    training_type: str
    parameters_b: float
    expected_pct: float
    predicted_low: float
    predicted_high: float
    predicted_low_90: float
    predicted_high_90: float


@dataclass(frozen=True, kw_only=True)
class CoverageRow:
    """How often the scores of base families left out lay in their intervals."""

    predicted_from: str
    nominal: float
    level: float
    coverage_uncalibrated: float
    coverage: float
    median_width_pct: float


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
    empty = frame_of(BenchmarkRow, [])
    keys = {name: empty.schema[name] for name in BENCHMARK_KEY}
    carried = empty.drop(*keys)
    found = [pl.DataFrame(schema=keys | PLACE | dict(carried.schema))]
    for place, benchmark in _placed(scores, sizes_b, confidence_level, seed):
        row = frame_of(BenchmarkRow, [benchmark])
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
    return frame_of(BenchmarkRow, [benchmark for _, benchmark in placed])


def _placed(
    scores: pl.DataFrame, sizes_b: Sequence[float], confidence_level: float, seed: int
) -> Iterator[tuple[pl.DataFrame, BenchmarkRow]]:
    for key, rows in benchmarks_in_turn(scores):
        yield _place(key, rows, sizes_b, confidence_level, seed)


def _place(
    key: BenchmarkKey,
    rows: pl.DataFrame,
    sizes_b: Sequence[float],
    confidence_level: float,
    seed: int,
) -> tuple[pl.DataFrame, BenchmarkRow]:
    score = rows["score_pct"].to_numpy()
    names, types = numbered(rows["training_type"].fill_null(_NO_TYPE))
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
        shifted = _supported(types[sized], families, names)
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
        predictions = _predictions(of_size, of_type, shifted, log_size, sizes_b, levels)
        coverages = [
            *_coverage_rows("size", of_size),
            *_coverage_rows("size and training type", of_type),
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


def _supported(types: Ints, families: Ints, names: Sequence[str]) -> dict[Label, str]:
    """Return the training types of enough base families, by number."""
    n_families = int(families.max()) + 1
    pairs = np.unique(types * n_families + families)
    counts = np.bincount(pairs // n_families, minlength=len(names))
    return {
        number: name
        for number, name in enumerate(names)
        if name != _NO_TYPE and counts[number] >= FEWEST_OF_TYPE
    }


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


def _predictions(
    of_size: Prediction,
    of_type: Prediction,
    shifted: Mapping[Label, str],
    log_size: Floats,
    sizes_b: Sequence[float],
    levels: tuple[float, float],
) -> list[PredictedRow]:
    wanted = np.log(np.asarray(sizes_b, dtype=float))
    # a size is within those seen up to the rounding of names: 70 B stands for 68.98
    slack = np.log(1.05)
    seen = (wanted >= log_size.min() - slack) & (wanted <= log_size.max() + slack)
    at = wanted[seen]
    found = []
    for number, name in ((None, ALL_TYPES), *shifted.items()):
        prediction = of_size if number is None else of_type
        groups = None if number is None else np.full(len(at), number)
        expected, low_90, high_90 = prediction.interval(levels[0], at, groups)
        _, low, high = prediction.interval(levels[1], at, groups)
        found += [
            PredictedRow(
                training_type=name,
                parameters_b=float(np.exp(at[i])),
                expected_pct=float(np.clip(expected[i], 0.0, 100.0)),
                predicted_low=float(low[i]),
                predicted_high=float(high[i]),
                predicted_low_90=float(low_90[i]),
                predicted_high_90=float(high_90[i]),
            )
            for i in range(len(at))
        ]
    return found


def _coverage_rows(predicted_from: str, prediction: Prediction) -> list[CoverageRow]:
    return [
        CoverageRow(
            predicted_from=predicted_from,
            nominal=one.nominal,
            level=one.level,
            coverage_uncalibrated=one.uncalibrated,
            coverage=one.calibrated,
            median_width_pct=one.median_width_pct,
        )
        for one in prediction.coverages
    ]
