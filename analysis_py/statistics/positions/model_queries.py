"""Comparisons of two models in the published file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import nan
from typing import Any

import duckdb
import polars as pl
from scipy.special import ndtr, ndtri

from analysis_py.statistics.numerics.contrast_tests import holm_column, significance_level
from analysis_py.statistics.positions.model_names import tables_of
from analysis_py.statistics.rows import to_frame, with_nulls

# One evaluation of each model wherever they are compared. Of several, the two in the same reasoning
# mode with the most benchmarks in common; if no modes match, the preferred ones.
_PAIRS = """
with pairs as (
    select
        unnest($snapshots_a) as snapshot_a, unnest($snapshots_b) as snapshot_b,
        unnest($a) as model_a, unnest($b) as model_b
),

evaluations as (
    select
        evaluations.*,
        concat_ws(', ', evaluations.variant, evaluations.revision, evaluations.precision) as run,
        configurations.is_reasoning,
        configurations.effort,
        case
            when configurations.evaluation_id is null then null
            when configurations.effort = 'none' then 'no thinking'
            when configurations.effort = 'budget' then 'thinking within a budget'
            when configurations.effort is not null then configurations.effort || ' effort'
            when configurations.is_reasoning then 'thinking'
            else 'mode not stated'
        end as mode
    from marts.fct_evaluations as evaluations
    left join marts.dim_configurations as configurations using (evaluation_id)
),

scores as (
    select evaluations.*, benchmark_id, metric, n_shots, score_pct, std_error_pct
    from evaluations
    join marts.fct_scores using (evaluation_id)
    where evaluations.model_name in (select unnest($a || $b))
),

together as (
    select
        pairs.snapshot_a,
        pairs.snapshot_b,
        a,
        b,
        case
            when a.effort = b.effort then 2
            when a.is_reasoning = b.is_reasoning then 1
            else 0
        end as likeness,
        a.is_preferred_evaluation::int + b.is_preferred_evaluation::int as n_preferred,
        count(*) over (
            partition by pairs.snapshot_a, pairs.snapshot_b, a.evaluation_id, b.evaluation_id
        ) as n_common
    from pairs
    join scores as a on pairs.snapshot_a = a.snapshot_id and pairs.model_a = a.model_name
    join scores as b
        on pairs.snapshot_b = b.snapshot_id
        and pairs.model_b = b.model_name
        and a.benchmark_id = b.benchmark_id
        -- an import compares where metric and worked examples are a board's
        and (pairs.snapshot_a = pairs.snapshot_b or (a.metric = b.metric and a.n_shots = b.n_shots))
    where
        ($run_a = '' or $run_a in (a.variant, a.precision) or starts_with(a.revision, $run_a))
        and ($run_b = '' or $run_b in (b.variant, b.precision) or starts_with(b.revision, $run_b))
),

chosen as (
    from together
    qualify dense_rank() over (
        partition by snapshot_a, snapshot_b
        order by
            likeness desc,
            if(likeness = 0, n_preferred, 0) desc,
            n_common desc,
            n_preferred desc,
            a.evaluation_id,
            b.evaluation_id
    ) = 1
)

select
    if(snapshot_a = snapshot_b, snapshot_a, snapshot_a || ' and ' || snapshot_b) as snapshot_id,
    benchmarks.benchmark_id,
    benchmarks.benchmark_name,
    a.model_name as model_a,
    b.model_name as model_b,
    a.score_pct as score_a,
    b.score_pct as score_b,
    a.std_error_pct as std_error_a,
    b.std_error_pct as std_error_b,
    a.n_repeats as n_evaluations_a,
    b.n_repeats as n_evaluations_b,
    a.run as run_a,
    b.run as run_b,
    a.mode as mode_a,
    b.mode as mode_b,
    if(coalesce(a.mode, b.mode) is null, null, likeness > 0) as are_modes_alike,
    a.evaluation_id as evaluation_a,
    b.evaluation_id as evaluation_b
from chosen
join marts.dim_benchmarks as benchmarks on chosen.a.benchmark_id = benchmarks.benchmark_id
order by snapshot_a, snapshot_b, benchmarks.benchmark_order
"""
# What sizes are worth says the largest population of a snapshot.
_EXPECTED = """
with cohorts as (
    select distinct on (snapshot_id) snapshot_id, cohort_id
    from marts.dim_cohorts
    where n_evaluations is not null
    order by snapshot_id, n_evaluations desc, cohort_id
)

select evaluation_id, benchmark_id, expected_pct
from statistics.stat_model_positions
join cohorts using (cohort_id)
join marts.fct_evaluations using (evaluation_id, snapshot_id)
where list_contains($evaluations, evaluation_id)
"""


@dataclass(frozen=True, kw_only=True)
class ComparedRow:
    """Two models on one benchmark: of one snapshot, or by the items that both answered."""

    snapshot_id: str
    benchmark_id: str
    benchmark_name: str
    model_a: str
    model_b: str
    score_a: float
    score_b: float
    difference: float
    std_error: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    p_adjusted: float | None
    is_significant: bool | None
    smallest_detectable: float | None
    expected_difference: float | None
    n_items: int | None
    run_a: str
    run_b: str
    n_evaluations_a: int | None
    n_evaluations_b: int | None
    mode_a: str | None
    mode_b: str | None
    are_modes_alike: bool | None


@dataclass(frozen=True)
class Settings:
    """With what the published tables were computed: variables of ``dbt_project.yml``."""

    confidence_level: float
    power: float
    seed: int


def read_settings(connection: duckdb.DuckDBPyConnection) -> Settings:
    """Return the variables that a published file was built with, to go on with the same.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    """
    values = dict(connection.sql("from quality.build_variables").fetchall())
    return Settings(values["confidence_level"], values["power"], int(values["seed"]))


def runs_of(connection: duckdb.DuckDBPyConnection, model: str) -> list[str]:
    """Return what tells the evaluations of a model apart: variants, precisions and revisions."""
    rows = connection.execute(
        "select distinct unnest([variant, precision, revision]) as run "
        "from marts.fct_evaluations where model_name = ? order by run",
        [model],
    ).fetchall()
    return [str(run) for (run,) in rows if run]


def compare_models(
    connection: duckdb.DuckDBPyConnection,
    models: Mapping[tuple[str, str], tuple[str, str]],
    confidence_level: float,
    power: float,
    runs: tuple[str, str] = ("", ""),
) -> pl.DataFrame:
    """Compare two models on every benchmark that both have in one snapshot.

    An import and a board are compared where metric and worked examples are the same.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    models : mapping of tuple to tuple
        By the snapshots of the two, which two: as
        :func:`analysis_py.statistics.positions.model_names.find_models` returns.
    confidence_level, power : float
        Of the intervals, and of the smallest difference that such a comparison detects.
    runs : tuple of str
        For each model its evaluation: a variant, a precision or the start of a revision. If that is
        empty or matches several, two in the same reasoning mode count, else the preferred ones.

    Returns
    -------
    polars.DataFrame
        Of :class:`ComparedRow`: ``difference`` is b less a, in percentage points. Standard errors
        assume independent errors. Models answer the same questions, so their errors correlate and
        the true standard error is mostly smaller. Intervals are unadjusted; ``p_adjusted`` is
        adjusted for the number of benchmarks of a snapshot by Holm's method.
        ``expected_difference`` is the difference expected from size alone; null where the file
        has no ``stat_model_positions``.
    """
    normal, reach = (float(ndtri(p)) for p in ((1 + confidence_level) / 2, power))
    wanted = {
        "snapshots_a": [a for a, _ in models],
        "snapshots_b": [b for _, b in models],
        "a": [a for a, _ in models.values()],
        "b": [b for _, b in models.values()],
        "run_a": runs[0],
        "run_b": runs[1],
    }
    found_rows = connection.sql(_PAIRS, params=wanted).pl().to_dicts()
    expected = _expected_scores(connection, found_rows)
    rows = []
    for values in found_rows:
        error_a, error_b = values.pop("std_error_a"), values.pop("std_error_b")
        sides = (values.pop("evaluation_a"), values.pop("evaluation_b"))
        known = [expected.get((side, values["benchmark_id"])) for side in sides]
        by_size = [nan if one is None else one for one in known]
        values["expected_difference"] = by_size[1] - by_size[0]
        difference = values["score_b"] - values["score_a"]
        row = with_nulls(ComparedRow, **values, difference=difference)
        if error_a is not None and error_b is not None and max(error_a, error_b) > 0:
            error = float((error_a**2 + error_b**2) ** 0.5)
            row = replace(
                row,
                std_error=error,
                ci_low=difference - normal * error,
                ci_high=difference + normal * error,
                p_value=float(2 * ndtr(-abs(difference) / error)),
                smallest_detectable=(normal + reach) * error,
            )
        rows.append(row)
    frame = to_frame(ComparedRow, rows).with_columns(pl.col("expected_difference").fill_nan(None))
    return adjust_by_snapshot(frame, confidence_level)


def _expected_scores(
    connection: duckdb.DuckDBPyConnection, compared: list[dict[str, Any]]
) -> dict[tuple[str, str], float | None]:
    """Return what the sizes of compared models lead to expect, by evaluation and benchmark.

    None is where a cohort is too small for a prediction.
    """
    if "statistics.stat_model_positions" not in tables_of(connection):
        return {}
    meant = [row[side] for row in compared for side in ("evaluation_a", "evaluation_b")]
    rows = connection.execute(_EXPECTED, {"evaluations": meant}).fetchall()
    return {(evaluation, benchmark): expected for evaluation, benchmark, expected in rows}


def adjust_by_snapshot(rows: pl.DataFrame, confidence_level: float) -> pl.DataFrame:
    """Adjust the p-values of compared rows for the number of benchmarks of a snapshot."""
    rows = rows.with_columns(p_adjusted=holm_column("p_value").over("snapshot_id"))
    return rows.with_columns(
        is_significant=pl.col("p_adjusted") < significance_level(confidence_level)
    )
