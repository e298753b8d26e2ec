"""Questions about single models, asked of the published file: which of two, and what to expect."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import polars as pl
from scipy.special import ndtr, ndtri

from analysis_py.positions.places import fit_predictions
from analysis_py.rows import frame_of

# Two names this alike are the same but for a slip of the pen.
_ALIKE = 0.88
_SHOWN = 8

_FIND = """
with names as (
    select
        model_name,
        lower(model_name) as name,
        lower(split_part(model_name, '/', -1)) as local_name,
        count(*) as n_evaluations
    from marts.fct_evaluations
    group by model_name
)

select
    model_name,
    greatest(
        -- a name without its organisation is that of several models, as often as not
        if(name = $wanted and contains(name, '/'), 2, 0),
        if(local_name = $wanted, 1.9, 0),
        -- a part means a model where only one has it, and brings the others near
        if(contains(name, $wanted), if(count_if(contains(name, $wanted)) over () = 1, 1.5, 0.8), 0),
        jaro_winkler_similarity(name, $wanted),
        jaro_winkler_similarity(local_name, $wanted)
    ) as likeness
from names
order by likeness desc, n_evaluations desc, model_name
limit $shown
"""

# One evaluation of each model and snapshot: the preferred one of those that are meant.
_PAIRS = """
with wanted as (
    select
        unnest(['a', 'b']) as side,
        unnest([$a, $b]) as model_name,
        unnest([$run_a, $run_b]) as run
),

chosen as (
    select wanted.side, evaluations.*
    from marts.fct_evaluations as evaluations
    join wanted using (model_name)
    where
        wanted.run = ''
        or evaluations.precision = wanted.run
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
        chosen.revision,
        chosen.precision,
        chosen.n_repeats,
        chosen.parameters_b,
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
    a.score_pct as score_a,
    b.score_pct as score_b,
    a.std_error_pct as std_error_a,
    b.std_error_pct as std_error_b,
    a.parameters_b as parameters_a,
    b.parameters_b as parameters_b,
    a.expected_pct - b.expected_pct as expected_difference,
    a.n_repeats as n_evaluations_a,
    b.n_repeats as n_evaluations_b,
    concat_ws(', ', a.revision, a.precision) as run_a,
    concat_ws(', ', b.revision, b.precision) as run_b
from scores as a
join scores as b using (snapshot_id, benchmark_id)
join marts.dim_benchmarks as benchmarks using (benchmark_id)
where a.side = 'a' and b.side = 'b'
order by a.snapshot_id, benchmarks.benchmark_order
"""

_COHORT = """
select
    bridge.cohort_id,
    scores.benchmark_id,
    bridge.evaluation_id,
    scores.score_pct,
    ln(evaluations.parameters_b) as log_parameters_b,
    nullif(evaluations.training_type, 'unknown') as training_type,
    evaluations.base_family
from marts.bridge_cohort_evaluations as bridge
join marts.fct_evaluations as evaluations using (evaluation_id)
join marts.fct_scores as scores using (evaluation_id)
where bridge.cohort_id = $cohort
"""


@dataclass(frozen=True, kw_only=True)
class ComparedRow:
    """Two models on one benchmark of one snapshot."""

    snapshot_id: str
    benchmark_id: str
    benchmark_name: str
    score_a: float
    score_b: float
    difference: float
    std_error: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    smallest_detectable: float | None
    expected_difference: float | None
    run_a: str
    run_b: str
    n_evaluations_a: int
    n_evaluations_b: int


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


def find_model(connection: duckdb.DuckDBPyConnection, wanted: str) -> tuple[str | None, list[str]]:
    """Return the model of a name, if only one can be meant, and the names that come near.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    wanted : str
        The name, with or without its organisation, in any case.
    """
    found = connection.execute(_FIND, {"wanted": wanted.lower(), "shown": _SHOWN}).fetchall()
    names = [name for name, _ in found]
    if not found:
        return None, []
    best, likeness = found[0]
    is_only = len(found) == 1 or likeness > found[1][1]
    # whoever writes a whole name means it; a part of one, or a slip, has to point to one model
    return (best if is_only and likeness >= _ALIKE else None), names


def runs_of(connection: duckdb.DuckDBPyConnection, model: str) -> list[str]:
    """Return what tells the evaluations of a model apart: precisions and revisions."""
    rows = connection.execute(
        "select distinct unnest([precision, revision]) as run from marts.fct_evaluations "
        "where model_name = ? order by run",
        [model],
    ).fetchall()
    return [str(run) for (run,) in rows if run]


def compare_models(
    connection: duckdb.DuckDBPyConnection,
    a: str,
    b: str,
    confidence_level: float,
    power: float,
    runs: tuple[str, str] = ("", ""),
) -> pl.DataFrame:
    """Compare two models on every benchmark that both have in one snapshot.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    a, b : str
        Names as in ``marts.dim_models``.
    confidence_level, power : float
        Of the intervals, and of the smallest difference that such a comparison detects.
    runs : tuple of str
        Of each, which evaluation is meant: its precision, or how its revision begins. Where that
        is empty, or means several, the preferred evaluation counts.

    Returns
    -------
    polars.DataFrame
        Of :class:`ComparedRow`: ``difference`` is a less b, in percent. Standard errors take the
        two as independent. Models answer the same questions, so they err alike, and the true
        standard error is mostly smaller: a difference that is shown here stays shown.
        ``expected_difference`` is what their sizes alone lead one to expect.
    """
    normal = float(ndtri((1 + confidence_level) / 2))
    rows = []
    wanted = {"a": a, "b": b, "run_a": runs[0], "run_b": runs[1]}
    for row in connection.sql(_PAIRS, params=wanted).pl().to_dicts():
        difference = row["score_a"] - row["score_b"]
        errors = row["std_error_a"], row["std_error_b"]
        error = None
        if None not in errors and max(errors) > 0:
            error = float((errors[0] ** 2 + errors[1] ** 2) ** 0.5)
        kept = {name: row[name] for name in ComparedRow.__dataclass_fields__ if name in row}
        rows.append(
            ComparedRow(
                **kept,
                difference=difference,
                std_error=error,
                ci_low=None if error is None else difference - normal * error,
                ci_high=None if error is None else difference + normal * error,
                p_value=None if error is None else float(2 * ndtr(-abs(difference) / error)),
                smallest_detectable=None
                if error is None
                else (normal + float(ndtri(power))) * error,
            )
        )
    return frame_of(ComparedRow, rows)


def sentence(row: ComparedRow, a: str, b: str) -> str:
    """Say what a comparison shows, in words."""
    ahead, behind = (a, b) if row.difference > 0 else (b, a)
    size = f"{abs(row.difference):.1f} points"
    if row.p_value is None:
        said = f"{ahead} is {size} ahead of {behind}; how surely is not known"
    elif row.ci_low is not None and row.ci_high is not None and row.ci_low * row.ci_high > 0:
        low, high = sorted((abs(row.ci_low), abs(row.ci_high)))
        said = (
            f"{ahead} is ahead of {behind}, by {size} ({low:.1f} to {high:.1f}; {_p(row.p_value)})"
        )
    else:
        said = f"no difference shown between {a} and {b} ({size}, {_p(row.p_value)})"
        said += f"; one of {row.smallest_detectable:.1f} would mostly have been"
    if row.expected_difference is not None and abs(row.expected_difference) >= 0.05:
        larger = a if row.expected_difference > 0 else b
        said += f". Size alone would put {larger} {abs(row.expected_difference):.1f} ahead"
    return f"{row.benchmark_name}: {said}."


def _p(p_value: float) -> str:
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"


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
        One row per benchmark, training type and size.
    """
    scores = connection.sql(_COHORT, params={"cohort": cohort}).pl()
    fitted = fit_predictions(scores, sizes_b, confidence_level, seed)
    return (
        fitted.select("benchmark_id", "status", "n_base_families", "predictions")
        .explode("predictions")
        .unnest("predictions")
    )
