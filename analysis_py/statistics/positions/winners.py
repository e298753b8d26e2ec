"""The best score of every benchmark, corrected for having been chosen as the best."""

from dataclasses import dataclass, replace

import polars as pl

from analysis_py.statistics.keys import BenchmarkKey, iter_benchmarks
from analysis_py.statistics.numerics.winners import correct_winner
from analysis_py.statistics.rows import to_frame, with_nulls


@dataclass(frozen=True, kw_only=True)
class WinnerRow:
    """The best evaluation of one benchmark of a cohort, and what its score is worth."""

    cohort_id: str
    benchmark_id: str
    evaluation_id: str
    score_pct: float
    std_error_pct: float | None
    corrected_pct: float | None
    ci_low: float | None
    ci_high: float | None
    hybrid_low: float | None
    hybrid_high: float | None
    second_pct: float | None
    n_models: int
    n_without_error: int
    status: str


def fit_winners(scores: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Return the best evaluation of every cohort and benchmark with its corrected score.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per cohort, benchmark and evaluation: ``score_pct``, and its ``std_error_pct``,
        positive, or null where nothing is known of the error. An evaluation without one has no
        part in the correction, and none is made where the best is such a one.
    confidence_level : float
        Of the intervals.

    Returns
    -------
    polars.DataFrame
        One :class:`WinnerRow` per cohort and benchmark.
    """
    rows = [_correct(key, of, confidence_level) for key, of in iter_benchmarks(scores)]
    return to_frame(WinnerRow, rows)


def _correct(key: BenchmarkKey, rows: pl.DataFrame, level: float) -> WinnerRow:
    best = rows.row(int(rows["score_pct"].arg_max() or 0), named=True)
    known = rows.filter(pl.col("std_error_pct").is_not_null())
    others = rows.filter(pl.col("evaluation_id") != best["evaluation_id"])["score_pct"]
    row = with_nulls(
        WinnerRow,
        **key,
        **{name: best[name] for name in ("evaluation_id", "score_pct", "std_error_pct")},
        second_pct=others.max(),
        n_models=rows.height,
        n_without_error=rows.height - known.height,
        status="ok",
    )
    if best["std_error_pct"] is None:
        return replace(row, status="standard error not known")
    found = correct_winner(known["score_pct"].to_numpy(), known["std_error_pct"].to_numpy(), level)
    return replace(
        row,
        corrected_pct=found.corrected,
        ci_low=found.projection_low,
        ci_high=found.projection_high,
        hybrid_low=found.hybrid_low,
        hybrid_high=found.hybrid_high,
    )
