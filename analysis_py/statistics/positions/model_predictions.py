"""Predictions for a model of any size from the published file."""

from dataclasses import dataclass, replace

import duckdb
import polars as pl

from analysis_py.statistics.positions.later_families import LATER, LEFT_OUT, NEXT
from analysis_py.statistics.positions.peers import SECOND_LEVEL
from analysis_py.statistics.positions.placement import (
    ALL_TYPES,
    FROM_BOTH,
    FROM_SIZE,
    fit_places,
)
from analysis_py.statistics.rows import to_frame, with_nulls

#: Which base family an interval is for, by those on which it was calibrated.
INTERVAL_FOR = {LATER: "next base family", LEFT_OUT: "like those before"}
_JUDGED = {LATER: NEXT, LEFT_OUT: LEFT_OUT}
_ENDS = {LATER: "next_family", LEFT_OUT: "predicted"}
_SIDES = ("low", "high", "low_90", "high_90")
_OF_BENCHMARK = ("benchmark_id", "n_base_families", "status")

_COHORT = """
select
    bridge.cohort_id,
    scores.benchmark_id,
    bridge.evaluation_id,
    scores.score_pct,
    ln(evaluations.parameters_b) as log_parameters_b,
    nullif(evaluations.training_type, 'unknown') as training_type,
    evaluations.base_family,
    evaluations.lineage_family,
    evaluations.submitted_on
from marts.bridge_cohort_evaluations as bridge
join marts.fct_evaluations as evaluations using (evaluation_id)
join marts.fct_scores as scores using (evaluation_id)
where bridge.cohort_id = $cohort
"""


@dataclass(frozen=True, kw_only=True)
class PromisedRow:
    """Predicted score of a model of a size and training type, and the kind of its interval.

    ``coverage_90`` is the share of such base families that the 90 % interval held.
    """

    benchmark_id: str
    training_type: str | None
    parameters_b: float | None
    expected_pct: float | None
    predicted_low: float | None
    predicted_high: float | None
    predicted_low_90: float | None
    predicted_high_90: float | None
    interval_for: str | None
    coverage_90: float | None
    n_base_families: int
    status: str


def predict_scores(
    connection: duckdb.DuckDBPyConnection,
    cohort: str,
    sizes_b: list[float],
    confidence_level: float,
    seed: int,
) -> pl.DataFrame:
    """Predict the scores of models of a new base family, by the method of ``stat_predictions``.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    cohort : str
        Identifier of the population.
    sizes_b : list of float
        In billions.
    confidence_level : float
        Of the wider interval.
    seed : int
        Of the folds.

    Returns
    -------
    polars.DataFrame
        One :class:`PromisedRow` per benchmark, training type and size, and per benchmark that has
        none. The interval is for the next base family where one could be calibrated.
    """
    scores = connection.sql(_COHORT, params={"cohort": cohort}).pl()
    rows = []
    for fitted in fit_places(scores, sizes_b, confidence_level, seed).iter_rows(named=True):
        row = with_nulls(PromisedRow, **{name: fitted[name] for name in _OF_BENCHMARK})
        held = {
            (one["predicted_from"], one["calibrated_on"]): one["coverage"]
            for one in fitted["coverages"]
            # each kind of interval on the base families that it is for
            if one["nominal"] == SECOND_LEVEL and one["judged_on"] == _JUDGED[one["calibrated_on"]]
        }
        for one in fitted["predictions"]:
            calibrated_on = LEFT_OUT if one["next_family_low"] is None else LATER
            source = FROM_SIZE if one["training_type"] == ALL_TYPES else FROM_BOTH
            promised = replace(
                row,
                **{name: one[name] for name in ("training_type", "parameters_b", "expected_pct")},
                **{f"predicted_{end}": one[f"{_ENDS[calibrated_on]}_{end}"] for end in _SIDES},
                interval_for=INTERVAL_FOR[calibrated_on],
                coverage_90=held[source, calibrated_on],
            )
            rows.append(promised)
        if not fitted["predictions"]:
            rows.append(row)
    return to_frame(PromisedRow, rows)
