"""Positions of imported evaluations among the models of a leaderboard.

The curve, its intervals and its coverage are those of
:mod:`analysis_py.statistics.positions.intervals`, fitted on the board alone: a newcomer has no say
in what is expected of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.positions.intervals import predict_new_families
from analysis_py.statistics.positions.near import FACTOR, share_passed
from analysis_py.statistics.positions.places import UNSIZED, fit_status, on_curve
from analysis_py.statistics.positions.predictions import SECOND_LEVEL
from analysis_py.statistics.rows import schema_of

Floats = NDArray[np.float64]

#: What is said of an evaluation that is smaller or larger than every model of the cohort.
BEYOND = "size beyond those of the cohort"
_KEY = ("cohort_id", "benchmark_id", "metric", "n_shots")
_BEST_SHARE = 0.9


@dataclass(frozen=True, kw_only=True)
class NewcomerRow:
    """One evaluation of an import among those of a cohort, on one benchmark.

    Scores and ends of intervals are in percent, sizes in billions; ``n_`` are counts of the
    cohort's evaluations and base families.
    """

    cohort_id: str
    benchmark_id: str
    metric: str
    n_shots: int
    evaluation_id: str
    expected_pct: float | None
    predicted_low: float | None
    predicted_high: float | None
    residual_in_sd: float | None
    size_equivalent_b: float | None
    percentile_near_size: float | None
    n_near: int
    percentile_same_type: float | None
    n_same_type: int
    gap_to_top_tenth_pct: float
    n_obs: int
    n_base_families: int
    status: str


def fit_newcomers(scores: pl.DataFrame, confidence_level: float, seed: int) -> pl.DataFrame:
    """Place the evaluations of imports among those of every cohort that they compare with.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per ``cohort_id``, ``benchmark_id``, ``metric``, ``n_shots`` and ``evaluation_id``:
        ``is_own`` tells newcomers from the cohort's own, ``score_pct``, ``log_parameters_b`` (null
        where the size is unknown), ``training_type`` and ``base_family``.
    confidence_level : float
        Of the intervals.
    seed : int
        Of the folds of base families, as in ``stat_model_positions``.

    Returns
    -------
    polars.DataFrame
        One row per newcomer, as :class:`NewcomerRow`.
    """
    columns_of_rows = schema_of(NewcomerRow)
    placed = [pl.DataFrame(schema=columns_of_rows)]
    ordered = scores.sort(*_KEY, "is_own", "evaluation_id")
    for key, rows in ordered.group_by(_KEY, maintain_order=True):
        board, own = rows.filter(~pl.col("is_own")), rows.filter("is_own")
        columns = _columns(board, own, confidence_level, seed)
        named = {name: pl.lit(value) for name, value in zip(_KEY, key, strict=True)}
        frame = own.select("evaluation_id").with_columns(**named, **columns)
        placed.append(
            frame.select(pl.col(name).cast(kind) for name, kind in columns_of_rows.items())
        )
    return pl.concat(placed)


def _columns(
    board: pl.DataFrame, own: pl.DataFrame, confidence_level: float, seed: int
) -> dict[str, pl.Series | pl.Expr]:
    score, known = own["score_pct"].to_numpy(), board["score_pct"].to_numpy()
    sized_board = board.drop_nulls("log_parameters_b")
    fitted = sized_board["log_parameters_b"].to_numpy()
    families = sized_board["base_family"].to_numpy().astype(object)
    n_families = len(np.unique(families))
    log_size = own["log_parameters_b"].fill_null(np.nan).to_numpy()
    near, n_near = _near_size(log_size, score, fitted, sized_board["score_pct"].to_numpy())
    same, n_same = _same_type(own["training_type"], score, board)

    status = fit_status(n_families, fitted)
    curve = dict.fromkeys(
        ("expected_pct", "predicted_low", "predicted_high", "residual_in_sd", "size_equivalent_b"),
        np.full(len(own), np.nan),
    )
    said = np.where(np.isnan(log_size), UNSIZED, status)
    if status == "ok":
        # a size as it is rounded in a name is one of the cohort's: 70 B stands for 68.98
        slack = np.log(1.05)
        seen = (log_size >= fitted.min() - slack) & (log_size <= fitted.max() + slack)
        said = np.where(np.isnan(log_size) | seen, said, BEYOND)
        levels = (SECOND_LEVEL, confidence_level)
        folds = bootstrap_seed(seed, board["cohort_id"][0], board["benchmark_id"][0])
        prediction = predict_new_families(
            fitted, sized_board["score_pct"].to_numpy(), families, levels, folds
        )
        found = on_curve(prediction, fitted, log_size[seen], score[seen], levels)
        for name in curve:
            curve[name] = np.full(len(own), np.nan)
            curve[name][seen] = found[name]
    measured = curve | {"percentile_near_size": 100 * near, "percentile_same_type": 100 * same}
    return {
        **{name: pl.Series(values).fill_nan(None) for name, values in measured.items()},
        "n_near": pl.Series(n_near),
        "n_same_type": pl.Series(n_same),
        "gap_to_top_tenth_pct": pl.Series(np.quantile(known, _BEST_SHARE) - score),
        "n_obs": pl.lit(len(board)),
        "n_base_families": pl.lit(n_families),
        "status": pl.Series(said.tolist(), dtype=pl.String),
    }


def _near_size(
    log_size: Floats, score: Floats, fitted: Floats, known: Floats
) -> tuple[Floats, NDArray[np.int64]]:
    """Return the share of the board's models of like size that each is above, and their number."""
    share, n_near = np.full(len(score), np.nan), np.zeros(len(score), dtype=np.int64)
    reach = np.log(FACTOR) + 1e-9
    for size in np.unique(log_size[~np.isnan(log_size)]):
        own = log_size == size
        others = known[np.abs(fitted - size) <= reach]
        share[own], n_near[own] = share_passed(score[own], others), len(others)
    return share, n_near


def _same_type(
    types: pl.Series, score: Floats, board: pl.DataFrame
) -> tuple[Floats, NDArray[np.int64]]:
    """Return the share of the board's models of the same type that each is above, and how many."""
    share, n_type = np.full(len(score), np.nan), np.zeros(len(score), dtype=np.int64)
    for name in types.drop_nulls().unique().sort():
        own = (types == name).fill_null(False).to_numpy()
        others = board.filter(training_type=name)["score_pct"].to_numpy()
        share[own], n_type[own] = share_passed(score[own], others), len(others)
    return share, n_type
