"""Places of models among the models of a cohort: percentiles, and distance from the size curve.

The models of the cohort itself, those of an import and those of an uploaded file are placed alike.
The curve, its intervals and its coverage (:mod:`analysis_py.statistics.positions.intervals`) are
fitted on the cohort alone, so that no other model has a say in what is expected of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.keys import BENCHMARK_KEY, BenchmarkKey, iter_benchmarks
from analysis_py.statistics.numerics.numbering import numbered
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.positions.curve import is_within_sizes
from analysis_py.statistics.positions.intervals import (
    FEWEST_FAMILIES,
    Prediction,
    predict_new_families,
)
from analysis_py.statistics.positions.percentiles import (
    share_below_of_like_size,
    share_below_of_like_type,
)
from analysis_py.statistics.positions.predictions import (
    NO_TYPE,
    SECOND_LEVEL,
    CoverageRow,
    PredictedRow,
    predicted_rows,
    supported_types,
)
from analysis_py.statistics.rows import schema_of, to_frame, validate_frame

#: The status of an evaluation without a size.
UNSIZED = "size not known"
#: The status of an evaluation that is smaller or larger than every model of the cohort.
BEYOND = "size beyond those of the cohort"
#: Scores of this share of evaluations lie below the top tenth.
_BEST_SHARE = 0.9
_N_CURVE = 400
_IMPORT_KEY = (*BENCHMARK_KEY, "metric", "n_shots")


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """One evaluation among its peers.

    Scores and ends of intervals are in percent, sizes in billions; ``n_`` are counts of peers.
    """

    evaluation_id: str
    score_pct: float
    expected_pct: float | None
    predicted_low: float | None
    predicted_high: float | None
    predicted_low_90: float | None
    predicted_high_90: float | None
    residual_in_sd: float | None
    expected_of_type_pct: float | None
    size_equivalent_b: float | None
    percentile_near_size: float | None
    n_near_size: int
    percentile_same_type: float | None
    n_same_type: int
    gap_to_top_tenth_pct: float
    place_status: str


@dataclass(frozen=True, kw_only=True)
class ImportPlaceRow(PlaceRow):
    """One evaluation of an import among those of a cohort, by the same metric and examples."""

    cohort_id: str
    benchmark_id: str
    metric: str
    n_shots: int
    n_obs: int
    n_base_families: int


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


@dataclass(frozen=True)
class Peers:
    """The evaluations of a cohort on one benchmark, and the curve of their scores over size.

    Attributes
    ----------
    rows : polars.DataFrame
        ``score_pct``, ``log_parameters_b`` and ``training_type``.
    log_size, score : ndarray, shape (m,)
        Of the rows of known size.
    families : ndarray of int, shape (m,)
        Numbers of their base families.
    folds : list of int
        Seed of the folds of base families.
    levels : tuple of float
        Of the narrower and of the wider interval.
    curve : Prediction or None
        None where ``status`` says why there is none.
    """

    rows: pl.DataFrame
    log_size: FloatArray
    score: FloatArray
    families: np.ndarray
    folds: list[int]
    levels: tuple[float, float]
    curve: Prediction | None
    status: str

    @property
    def n_families(self) -> int:
        """Number of base families of known size."""
        return len(np.unique(self.families))


def fit_peers(
    rows: pl.DataFrame, cohort_id: str, benchmark_id: str, confidence_level: float, seed: int
) -> Peers:
    """Fit the curve of a benchmark of a cohort.

    Parameters
    ----------
    rows : polars.DataFrame
        One row per evaluation in the order of ``evaluation_id``: ``score_pct``,
        ``log_parameters_b`` (null where the size is unknown), ``training_type`` and
        ``base_family``.
    cohort_id, benchmark_id : str
    confidence_level : float
        Of the wider intervals; the narrower have :data:`SECOND_LEVEL`.
    seed : int
        Of the folds of base families.
    """
    sized = rows.drop_nulls("log_parameters_b")
    log_size, score = (sized[name].to_numpy() for name in ("log_parameters_b", "score_pct"))
    names, families = numbered(sized["base_family"])
    levels, folds = (SECOND_LEVEL, confidence_level), bootstrap_seed(seed, cohort_id, benchmark_id)
    curve, status = None, "ok"
    if len(names) < FEWEST_FAMILIES:
        status = f"only {len(names)} base families of known size, {FEWEST_FAMILIES} are needed"
    elif len(np.unique(log_size)) < 2:
        status = "all of one size"
    else:
        curve = predict_new_families(log_size, score, families, levels, folds)
    return Peers(rows, log_size, score, families, folds, levels, curve, status)


def place(peers: Peers, placed: pl.DataFrame, *, is_among_peers: bool = False) -> pl.DataFrame:
    """Place evaluations among the peers of a cohort.

    Parameters
    ----------
    peers : Peers
    placed : polars.DataFrame
        ``evaluation_id``, ``score_pct``, ``log_parameters_b`` and ``training_type``.
    is_among_peers : bool
        Whether they are peers themselves, and none is a peer of its own.

    Returns
    -------
    polars.DataFrame
        One :class:`PlaceRow` per evaluation.
    """
    score = placed["score_pct"].to_numpy()
    log_size = placed["log_parameters_b"].fill_null(np.nan).to_numpy()
    known, n_own = peers.rows["score_pct"].to_numpy(), int(is_among_peers)
    near, n_near = share_below_of_like_size(log_size, score, peers.log_size, peers.score, n_own)
    same, n_same = share_below_of_like_type(
        placed["training_type"], score, peers.rows["training_type"], known, n_own
    )
    columns = {
        "percentile_near_size": 100 * near,
        "percentile_same_type": 100 * same,
        "gap_to_top_tenth_pct": np.quantile(known, _BEST_SHARE) - score,
    }
    seen = np.zeros(len(score), dtype=bool)
    if peers.curve is not None:
        seen = is_within_sizes(log_size, peers.log_size)
    is_beyond = ~seen & (peers.curve is not None)
    status = np.select([np.isnan(log_size), is_beyond], [UNSIZED, BEYOND], peers.status)
    for name, values in _read_curve(peers, log_size[seen], score[seen]).items():
        columns[name] = np.full(len(score), np.nan)
        columns[name][seen] = values
    frame = placed.select("evaluation_id", "score_pct").with_columns(
        **{name: pl.Series(values).fill_nan(None) for name, values in columns.items()},
        expected_of_type_pct=pl.lit(None, pl.Float64),
        n_near_size=pl.Series(n_near),
        n_same_type=pl.Series(n_same),
        place_status=pl.Series(status.tolist(), dtype=pl.String),
    )
    return validate_frame(PlaceRow, frame)


def _read_curve(peers: Peers, log_size: FloatArray, score: FloatArray) -> dict[str, FloatArray]:
    """Return what the curve says of evaluations within its sizes, by column."""
    names = (
        *("expected_pct", "predicted_low", "predicted_high", "predicted_low_90"),
        *("predicted_high_90", "residual_in_sd", "size_equivalent_b"),
    )
    if peers.curve is None:
        return dict.fromkeys(names, np.empty(0))
    # many evaluations share one size
    sizes, at = np.unique(log_size, return_inverse=True)
    expected, low_90, high_90 = peers.curve.interval(peers.levels[0], sizes)
    _, low, high = peers.curve.interval(peers.levels[1], sizes)
    residual = (score - expected[at]) / peers.curve.std_dev(sizes)[at]
    by_size = (values[at] for values in (expected, low, high, low_90, high_90))
    equivalent = _equivalent_size(peers.curve, peers.log_size, score)
    return dict(zip(names, (*by_size, residual, equivalent), strict=True))


def _equivalent_size(curve: Prediction, log_size: FloatArray, score: FloatArray) -> FloatArray:
    """Return the smallest size, in billions, at which the curve reaches each score.

    NaN where it begins above the score or never gets there.
    """
    grid = np.linspace(log_size.min(), log_size.max(), _N_CURVE)
    highest = np.maximum.accumulate(curve.curve.at(grid))
    at = np.searchsorted(highest, score)
    inside = (score >= highest[0]) & (at < len(grid))
    return np.where(inside, np.exp(grid[np.minimum(at, len(grid) - 1)]), np.nan)


def fit_places(
    scores: pl.DataFrame, sizes_b: Sequence[float], confidence_level: float, seed: int
) -> pl.DataFrame:
    """Place every evaluation of every cohort and benchmark among its peers.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per cohort, benchmark and evaluation, with the columns of :func:`fit_peers`.
    sizes_b : sequence of float
        Sizes to predict for, in billions; those outside the sizes of a cohort are left out.
    confidence_level, seed
        As for :func:`fit_peers`.

    Returns
    -------
    polars.DataFrame
        One row per cohort and benchmark, as :class:`BenchmarkRow`, with ``places``, a list of
        :class:`PlaceRow`, one per evaluation.
    """
    rows, places = [], []
    for key, evaluations in iter_benchmarks(scores):
        # models of unknown type are a type of their own
        typed = evaluations.with_columns(pl.col("training_type").fill_null(NO_TYPE))
        peers = fit_peers(typed, key["cohort_id"], key["benchmark_id"], confidence_level, seed)
        row, placed = _fit_benchmark(key, peers, sizes_b)
        rows.append(row)
        places.append(placed.to_struct())
    nested = pl.Series("places", places, pl.List(pl.Struct(schema_of(PlaceRow))))
    return to_frame(BenchmarkRow, rows).with_columns(nested)


def _fit_benchmark(
    key: BenchmarkKey, peers: Peers, sizes_b: Sequence[float]
) -> tuple[BenchmarkRow, pl.DataFrame]:
    is_sized = peers.rows["log_parameters_b"].is_not_null().to_numpy()
    of_type = np.full(len(peers.rows), np.nan)
    predictions: list[PredictedRow] = []
    coverages: list[CoverageRow] = []
    if peers.curve is not None:
        names, types = numbered(peers.rows["training_type"])
        types = types[is_sized]
        shifted = supported_types(types, peers.families, names)
        typed = predict_new_families(
            *(peers.log_size, peers.score, peers.families, peers.levels, peers.folds),
            *(types, tuple(shifted)),
        )
        expected = typed.curve.at(peers.log_size, types)
        of_type[is_sized] = np.where(np.isin(types, tuple(shifted)), expected, np.nan)
        predictions = predicted_rows(
            peers.curve, typed, shifted, peers.log_size, sizes_b, peers.levels
        )
        coverages = [
            CoverageRow(predicted_from=source, **vars(coverage))
            for source, prediction in (("size", peers.curve), ("size and training type", typed))
            for coverage in prediction.coverages
        ]
    places = place(peers, peers.rows, is_among_peers=True).with_columns(
        expected_of_type_pct=pl.Series(of_type).fill_nan(None)
    )
    row = BenchmarkRow(
        **key,
        n_obs=len(peers.rows),
        n_sized=len(peers.score),
        n_base_families=peers.n_families,
        smallest_b=float(np.exp(peers.log_size.min())) if is_sized.any() else None,
        largest_b=float(np.exp(peers.log_size.max())) if is_sized.any() else None,
        predictions=predictions,
        coverages=coverages,
        status=peers.status,
    )
    return row, places


def fit_import_places(scores: pl.DataFrame, confidence_level: float, seed: int) -> pl.DataFrame:
    """Place the evaluations of imports among those of every cohort that they compare with.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per ``cohort_id``, ``benchmark_id``, ``metric``, ``n_shots`` and ``evaluation_id``,
        with the columns of :func:`fit_peers`; ``is_own`` tells imports from the cohort's own.
    confidence_level, seed
        As for :func:`fit_peers`.

    Returns
    -------
    polars.DataFrame
        One row per key and evaluation of an import, as :class:`ImportPlaceRow`.
    """
    schema, found = schema_of(ImportPlaceRow), [to_frame(ImportPlaceRow, [])]
    ordered = scores.sort(*_IMPORT_KEY, "is_own", "evaluation_id")
    for key, rows in ordered.group_by(_IMPORT_KEY, maintain_order=True):
        board = rows.filter(~pl.col("is_own"))
        peers = fit_peers(board, str(key[0]), str(key[1]), confidence_level, seed)
        known = dict(zip(_IMPORT_KEY, key, strict=True))
        known |= {"n_obs": len(board), "n_base_families": peers.n_families}
        places = place(peers, rows.filter("is_own")).with_columns(
            pl.lit(value, schema[name]).alias(name) for name, value in known.items()
        )
        found.append(validate_frame(ImportPlaceRow, places))
    return pl.concat(found)
