"""Places of models among the models of a cohort.

Models of the cohort and of an import are placed by the same rules.
The curve, its intervals and its coverage (:mod:`analysis_py.statistics.positions.intervals`) are
fitted on the cohort alone, so that no other model has a say in what is expected of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import BoolArray, FloatArray
from analysis_py.statistics.keys import BENCHMARK_KEY, BenchmarkKey, iter_benchmarks
from analysis_py.statistics.numerics.numbering import number_labels
from analysis_py.statistics.positions.curve import is_within_sizes
from analysis_py.statistics.positions.intervals import NO_TYPE, Prediction, predict_new_families
from analysis_py.statistics.positions.later_families import CoverageRow, judge_intervals
from analysis_py.statistics.positions.peers import Peers, PlaceRow, fit_peers, place
from analysis_py.statistics.rows import schema_of, to_frame, validate_frame, with_nulls

#: What predicts.
FROM_SIZE, FROM_BOTH = "size", "size and training type"
#: All training types together.
ALL_TYPES = "all"
_IMPORT_KEY = (*BENCHMARK_KEY, "metric", "n_shots")


@dataclass(frozen=True, kw_only=True)
class PredictedRow:
    """The predicted score of a model of a new base family at a size and training type.

    ``predicted_`` are the ends of intervals for a base family like those of the cohort,
    ``next_family_`` those for the next one to come, None where that could not be calibrated.
    """

    training_type: str
    parameters_b: float
    expected_pct: float
    predicted_low: float
    predicted_high: float
    predicted_low_90: float
    predicted_high_90: float
    next_family_low: float | None
    next_family_high: float | None
    next_family_low_90: float | None
    next_family_high_90: float | None


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


def fit_places(
    scores: pl.DataFrame, sizes_b: Sequence[float], confidence_level: float, seed: int
) -> pl.DataFrame:
    """Place every evaluation of every cohort and benchmark among its peers.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per cohort, benchmark and evaluation, with the columns of :func:`fit_peers` with
        ``lineage_family`` and ``submitted_on``, null where that is not known.
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
    expected = _Expected(of_type, [], [])
    if peers.curve is not None:
        expected = _expect(peers, peers.curve, is_sized, sizes_b)
        of_type[is_sized] = expected.of_type
    places = place(peers, peers.rows, is_among_peers=True).with_columns(
        expected_of_type_pct=pl.Series(of_type).fill_nan(None)
    )
    row = BenchmarkRow(
        **key,
        n_obs=len(peers.rows),
        n_sized=len(peers.sized.score),
        n_base_families=peers.n_families,
        smallest_b=float(np.exp(peers.sized.log_size.min())) if is_sized.any() else None,
        largest_b=float(np.exp(peers.sized.log_size.max())) if is_sized.any() else None,
        predictions=expected.predictions,
        coverages=expected.coverages,
        status=peers.status,
    )
    return row, places


@dataclass(frozen=True)
class _Expected:
    """What models score by size and type: those of known size, and those of new base families."""

    of_type: FloatArray
    predictions: list[PredictedRow]
    coverages: list[CoverageRow]


def _expect(
    peers: Peers, curve: Prediction, is_sized: BoolArray, sizes_b: Sequence[float]
) -> _Expected:
    """Return what is expected of a benchmark with a curve of size."""
    known = peers.rows.filter(pl.Series(is_sized))
    submitted = known["submitted_on"].cast(pl.Int32).cast(pl.Float64).fill_null(np.nan)
    names, types = number_labels(known["training_type"])
    of_size = replace(
        peers.sized,
        generations=number_labels(known["lineage_family"])[1],
        submitted=submitted.to_numpy(),
    )
    of_both = replace(of_size, types=types, type_names=names)
    typed = predict_new_families(of_both, peers.levels, peers.folds)
    shifted = of_both.shifted_types()
    at_own_size = typed.curve.at(peers.sized.log_size, types)
    of_type = np.where(np.isin(types, tuple(shifted)), at_own_size, np.nan)
    expected = _Expected(of_type, [], [])
    for source, evaluations, prediction, named in (
        (FROM_SIZE, of_size, curve, {0: ALL_TYPES}),
        (FROM_BOTH, of_both, typed, shifted),
    ):
        levels, judged = judge_intervals(evaluations, prediction, peers.levels, peers.folds, source)
        expected.predictions.extend(_predict(prediction, levels, named, peers, sizes_b))
        expected.coverages.extend(judged)
    return expected


def _predict(
    prediction: Prediction,
    next_levels: Mapping[float, float],
    types: Mapping[int, str],
    peers: Peers,
    sizes_b: Sequence[float],
) -> list[PredictedRow]:
    """Return what models of new base families are expected to score, within the sizes seen."""
    wanted = np.log(np.asarray(sizes_b, dtype=float))
    at = wanted[is_within_sizes(wanted, peers.sized.log_size)]
    rows = []
    for number, name in types.items():
        of_type = np.full(len(at), number)
        ends = {"expected_pct": np.clip(prediction.curve.at(at, of_type), 0.0, 100.0)}
        for nominal, suffix in zip(peers.levels, ("_90", ""), strict=True):
            kinds = {"predicted": prediction.level(nominal)}
            if nominal in next_levels:
                kinds["next_family"] = next_levels[nominal]
            for kind, level in kinds.items():
                low, high = prediction.interval(level, at, of_type)
                ends |= {f"{kind}_low{suffix}": low, f"{kind}_high{suffix}": high}
        rows += [
            with_nulls(
                PredictedRow,
                training_type=name,
                parameters_b=float(np.exp(at[i])),
                **{end: float(values[i]) for end, values in ends.items()},
            )
            for i in range(len(at))
        ]
    return rows


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
    schema, frames = schema_of(ImportPlaceRow), [to_frame(ImportPlaceRow, [])]
    ordered = scores.sort(*_IMPORT_KEY, "is_own", "evaluation_id")
    for key, rows in ordered.group_by(_IMPORT_KEY, maintain_order=True):
        board = rows.filter(~pl.col("is_own"))
        peers = fit_peers(board, str(key[0]), str(key[1]), confidence_level, seed)
        known = dict(zip(_IMPORT_KEY, key, strict=True))
        known |= {"n_obs": len(board), "n_base_families": peers.n_families}
        places = place(peers, rows.filter("is_own")).with_columns(
            pl.lit(value, schema[name]).alias(name) for name, value in known.items()
        )
        frames.append(validate_frame(ImportPlaceRow, places))
    return pl.concat(frames)
