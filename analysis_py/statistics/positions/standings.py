"""The rank of every model of a cohort on every benchmark and on their average, with its set."""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis_py.statistics.keys import iter_benchmarks
from analysis_py.statistics.positions.ranks import rank_sets

#: Which differences of models hold at once, and what is assumed of their errors.
SETS = {
    "": {"is_simultaneous": False, "is_correlation_known": True},
    "_simultaneous": {"is_simultaneous": True, "is_correlation_known": True},
    "_any_correlation": {"is_simultaneous": False, "is_correlation_known": False},
    "_simultaneous_any_correlation": {"is_simultaneous": True, "is_correlation_known": False},
}


def fit_standings(scores: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Rank the evaluations of every cohort and benchmark, with confidence sets.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per cohort, benchmark and evaluation: ``score_pct``, and its ``std_error_pct``
        twice: from independent questions, and ``std_error_bound_pct`` whatever their dependence.
        Both are positive, or null where nothing is known of the error; an evaluation without one
        has a rank and no set, and no part in the sets of others.
    confidence_level : float
        Of the sets.

    Returns
    -------
    polars.DataFrame
        The same rows with ``rank`` (1 is the best, ties share the better rank) and both ends of the
        sets: ``rank_low`` and ``rank_high``, with a suffix for each of :data:`SETS`.
    """
    parts = []
    for _, rows in iter_benchmarks(scores):
        score = rows["score_pct"].to_numpy()
        ordered = np.sort(-score)
        columns = {"rank": pl.Series(np.searchsorted(ordered, -score, side="left") + 1)}
        known = rows["std_error_pct"].is_not_null().to_numpy()
        for suffix, options in SETS.items():
            column = "std_error_pct" if options["is_correlation_known"] else "std_error_bound_pct"
            low, high = np.full((2, len(rows)), -1, dtype=np.int64)
            if known.any():
                error = rows[column].to_numpy()[known]
                sets = rank_sets(score[known], error, confidence_level, **options)
                low[known], high[known] = sets.low, sets.high
            columns[f"rank_low{suffix}"] = pl.Series(low)
            columns[f"rank_high{suffix}"] = pl.Series(high)
        ends = [name for name in columns if name != "rank"]
        parts.append(
            rows.with_columns(**columns).with_columns(
                pl.when(pl.col(name) > 0).then(name).alias(name) for name in ends
            )
        )
    return pl.concat(parts) if parts else scores
