"""Queries of published scales: what a model would score, and which of two is more able."""

import duckdb
import polars as pl

from analysis_py.statistics.positions.model_names import ModelNameError, find_called

_PREDICTIONS = """
with wanted as (
    select abilities.cohort_id, abilities.weights, abilities.points, abilities.points_low,
           abilities.points_high, benchmarks.benchmark_id, benchmarks.benchmark_name
    from statistics.stat_abilities as abilities
    join statistics.stat_ability_benchmarks as curves using (cohort_id)
    join marts.dim_benchmarks as benchmarks using (benchmark_id)
    where abilities.status = 'ok' and list_contains($models, abilities.weights)
        and list_contains($benchmarks, benchmarks.benchmark_name)
)
select cohort_id, weights as model, benchmark_name as benchmark, points, points_low, points_high,
       scores.score_pct, scores.expected_pct, predictions.predicted_pct, predictions.low_pct,
       predictions.high_pct, predictions.is_developer_known
from wanted
left join statistics.stat_ability_residuals as scores using (cohort_id, weights, benchmark_id)
left join statistics.stat_ability_predictions as predictions
    using (cohort_id, weights, benchmark_id)
order by cohort_id, model, benchmark
"""
_PAIRS = """
select a.cohort_id, scales.points_name,
       a.points as points_a, a.points_low as low_a, a.points_high as high_a,
       b.points as points_b, b.points_low as low_b, b.points_high as high_b,
       if(pairs.weights_a = a.weights, 1, -1) * pairs.difference as difference, pairs.std_error,
       pairs.p_value
from statistics.stat_abilities as a
join statistics.stat_abilities as b using (cohort_id)
join statistics.stat_ability_scales as scales using (cohort_id)
left join statistics.stat_ability_pairs as pairs
    on pairs.cohort_id = a.cohort_id
    and ((pairs.weights_a = a.weights and pairs.weights_b = b.weights)
        or (pairs.weights_a = b.weights and pairs.weights_b = a.weights))
where list_contains($a, a.weights) and list_contains($b, b.weights)
    and a.status = 'ok' and b.status = 'ok' and scales.status = 'ok'
order by scales.n_models desc, cohort_id
"""


def predict_model(
    connection: duckdb.DuckDBPyConnection, model: str, benchmark: str
) -> pl.DataFrame:
    """Return what a model would score on a benchmark, on every scale that has both.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    model, benchmark : str
        Names as somebody writes them; a benchmark may be meant by its name on several boards.

    Returns
    -------
    polars.DataFrame
        A row per cohort: the points with their 90 % interval; the score where the model has one,
        and what its ability alone leads one to expect; else the prediction with its 90 % interval.

    Raises
    ------
    ModelNameError
        If a name means no model or benchmark of a scale, or several.
    """
    scaled = "select distinct weights from statistics.stat_abilities where status = 'ok' order by 1"
    models = [str(row[0]) for row in connection.sql(scaled).fetchall()]
    curves = """
        select distinct benchmark_name, benchmark_id
        from statistics.stat_ability_benchmarks join marts.dim_benchmarks using (benchmark_id)
        order by all
    """
    ids = {str(name): str(key) for name, key in connection.sql(curves).fetchall()}
    if benchmark in ids.values():
        meant = [name for name, key in ids.items() if key == benchmark]
    else:
        meant = _named_so(ids, benchmark)
    named = {"models": find_called(models, model), "benchmarks": meant}
    return connection.sql(_PREDICTIONS, params=named).pl()


def _named_so(names: dict[str, str], wanted: str) -> list[str]:
    """Return the benchmarks of a name, whatever the board in brackets behind it."""
    bare = {name: name.partition(" (")[0] for name in names}
    found = find_called(sorted({*bare.values()}), wanted)
    return [name for name, own in bare.items() if own in found]


def compare_abilities(connection: duckdb.DuckDBPyConnection, a: str, b: str) -> pl.DataFrame:
    """Return two models on every scale that has both and whose intervals cover; else no row.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    a, b : str
        Names as somebody writes them.

    Returns
    -------
    polars.DataFrame
        A row per cohort: points with 90 % intervals, and the difference with its standard error
        and p-value where both are among the pairs that are published.
    """
    scaled = "select distinct weights from statistics.stat_abilities where status = 'ok' order by 1"
    models = [str(row[0]) for row in connection.sql(scaled).fetchall()]
    try:
        named = {"a": find_called(models, a), "b": find_called(models, b)}
    except ModelNameError:
        named = {"a": [], "b": []}
    return connection.sql(_PAIRS, params=named).pl()
