"""Comparisons of two models in the published file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import duckdb
import polars as pl
from scipy.special import ndtr, ndtri

from analysis_py.statistics.numerics.contrast_tests import holm_column, significance_level
from analysis_py.statistics.rows import to_frame, with_nulls

# One evaluation of each model and snapshot: the preferred one of those that are meant.
_PAIRS = """
with pairs as (
    select unnest($snapshots) as snapshot_id, unnest($a) as a, unnest($b) as b
),

wanted as (
    select 'a' as side, snapshot_id, a as model_name, $run_a as run from pairs
    union all
    select 'b' as side, snapshot_id, b as model_name, $run_b as run from pairs
),

chosen as (
    select wanted.side, evaluations.*
    from marts.fct_evaluations as evaluations
    join wanted using (snapshot_id, model_name)
    where
        wanted.run = ''
        or wanted.run in (evaluations.variant, evaluations.precision)
        or starts_with(evaluations.revision, wanted.run)
    qualify row_number() over (
        partition by wanted.side, evaluations.snapshot_id
        order by evaluations.is_preferred_evaluation desc, evaluations.evaluation_id
    ) = 1
),

-- the largest population of the snapshot says what a size is worth
cohorts as (
    select distinct on (snapshot_id) snapshot_id, cohort_id
    from marts.dim_cohorts
    where n_evaluations is not null
    order by snapshot_id, n_evaluations desc, cohort_id
),

scores as (
    select
        chosen.side,
        chosen.snapshot_id,
        chosen.model_name,
        concat_ws(', ', chosen.variant, chosen.revision, chosen.precision) as run,
        chosen.n_repeats,
        scores.benchmark_id,
        scores.score_pct,
        scores.std_error_pct,
        positions.expected_pct
    from chosen
    join marts.fct_scores as scores using (evaluation_id)
    left join cohorts on chosen.snapshot_id = cohorts.snapshot_id
    left join statistics.stat_model_positions as positions
        on cohorts.cohort_id = positions.cohort_id
        and chosen.evaluation_id = positions.evaluation_id
        and scores.benchmark_id = positions.benchmark_id
)

select
    a.snapshot_id,
    a.benchmark_id,
    benchmarks.benchmark_name,
    a.model_name as model_a,
    b.model_name as model_b,
    a.score_pct as score_a,
    b.score_pct as score_b,
    a.std_error_pct as std_error_a,
    b.std_error_pct as std_error_b,
    a.expected_pct - b.expected_pct as expected_difference,
    a.n_repeats as n_evaluations_a,
    b.n_repeats as n_evaluations_b,
    a.run as run_a,
    b.run as run_b
from scores as a
join scores as b using (snapshot_id, benchmark_id)
join marts.dim_benchmarks as benchmarks using (benchmark_id)
where a.side = 'a' and b.side = 'b'
order by a.snapshot_id, benchmarks.benchmark_order
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
    models: Mapping[str, tuple[str, str]],
    confidence_level: float,
    power: float,
    runs: tuple[str, str] = ("", ""),
) -> pl.DataFrame:
    """Compare two models on every benchmark that both have in one snapshot.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    models : mapping of str to tuple of str
        By snapshot, which two: as :func:`analysis_py.statistics.positions.model_names.find_models`
        returns.
    confidence_level, power : float
        Of the intervals, and of the smallest difference that such a comparison detects.
    runs : tuple of str
        Of each, which evaluation is meant: its variant, its precision, or how its revision begins.
        Where that is empty, or means several, the preferred evaluation counts.

    Returns
    -------
    polars.DataFrame
        Of :class:`ComparedRow`: ``difference`` is a less b, in percentage points. Standard errors
        take the two as independent. Models answer the same questions, so they err alike, and the
        true standard error is mostly smaller. Intervals are unadjusted; ``p_adjusted`` is
        adjusted for the number of benchmarks of a snapshot by Holm's method.
        ``expected_difference`` is what their sizes alone lead one to expect.
    """
    normal, reach = (float(ndtri(p)) for p in ((1 + confidence_level) / 2, power))
    wanted = {
        "snapshots": list(models),
        "a": [a for a, _ in models.values()],
        "b": [b for _, b in models.values()],
        "run_a": runs[0],
        "run_b": runs[1],
    }
    rows = []
    for found in connection.sql(_PAIRS, params=wanted).pl().to_dicts():
        error_a, error_b = found.pop("std_error_a"), found.pop("std_error_b")
        difference = found["score_a"] - found["score_b"]
        row = with_nulls(ComparedRow, **found, difference=difference)
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
    return adjust_by_snapshot(to_frame(ComparedRow, rows), confidence_level)


def adjust_by_snapshot(rows: pl.DataFrame, confidence_level: float) -> pl.DataFrame:
    """Adjust the p-values of compared rows for the number of benchmarks of a snapshot."""
    rows = rows.with_columns(p_adjusted=holm_column("p_value").over("snapshot_id"))
    return rows.with_columns(
        is_significant=pl.col("p_adjusted") < significance_level(confidence_level)
    )
