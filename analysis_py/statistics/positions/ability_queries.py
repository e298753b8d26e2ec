"""Queries of published scales: what a model would score, and which of two is more able."""

from collections.abc import Iterable, Mapping

import duckdb
import polars as pl

from analysis_py.statistics.positions.model_names import (
    ModelNameError,
    find_called,
    find_model,
    names_of_models,
)

# What scales call a model: its weights, or its name. A place is a snapshot, or the cohort of a
# scale, whose names are known already.
_WEIGHTS = """
with named as (
    select unnest($sides) as side, unnest($places) as place, unnest($names) as name
),

weights as (
    select distinct snapshot_id, model_name, weights
    from marts.dim_configurations
    where weights is not null
)

select distinct named.side, cohorts.cohort_id, coalesce(weights.weights, named.name) as weights
from named
join marts.dim_cohorts as cohorts on named.place in (cohorts.cohort_id, cohorts.snapshot_id)
left join weights on named.place = weights.snapshot_id and named.name = weights.model_name
"""
_PREDICTIONS = f"""
with meant as ({_WEIGHTS}),

wanted as (
    select abilities.cohort_id, abilities.weights, abilities.points, abilities.points_low,
           abilities.points_high, curves.benchmark_id, curves.benchmark_name
    from meant
    join statistics.stat_abilities as abilities using (cohort_id, weights)
    join statistics.stat_ability_benchmarks as curves using (cohort_id)
    where
        abilities.status = 'ok'
        and ($benchmarks is null or list_contains($benchmarks, curves.benchmark_name))
)

select wanted.cohort_id, wanted.weights || if(unit = 'base family', ' (base family)', '') as model,
       benchmark_name as benchmark, wanted.points, points_low, points_high,
       scores.score_pct, scores.expected_pct, predictions.predicted_pct, predictions.low_pct,
       predictions.high_pct, predictions.is_developer_known, frontier.usd, prices.price_rule,
       frontier.priced_on, frontier.p_frontier, frontier.cheaper_and_abler,
       cheaper.usd as cheaper_usd
from wanted
join statistics.stat_ability_scales using (cohort_id)
left join statistics.stat_ability_residuals as scores using (cohort_id, weights, benchmark_id)
left join statistics.stat_ability_predictions as predictions
    using (cohort_id, weights, benchmark_id)
left join statistics.stat_price_frontier as frontier using (cohort_id, weights)
left join statistics.stat_price_frontier as cheaper
    on frontier.cohort_id = cheaper.cohort_id and frontier.cheaper_and_abler = cheaper.weights
left join statistics.stat_prices as prices
    on frontier.cohort_id = prices.cohort_id and frontier.weights = prices.weights
    and prices.price_kind = 'latest'
order by wanted.cohort_id, model, benchmark
"""
_PAIRS = f"""
with meant as ({_WEIGHTS})

select a.cohort_id, scales.points_name, a.weights as model_a, b.weights as model_b,
       a.points as points_a, a.points_low as low_a, a.points_high as high_a,
       b.points as points_b, b.points_low as low_b, b.points_high as high_b,
       if(pairs.weights_a = a.weights, -1, 1) * pairs.difference as difference, pairs.std_error,
       pairs.p_value
from meant as of_a
join meant as of_b on of_a.cohort_id = of_b.cohort_id and of_a.weights != of_b.weights
join statistics.stat_abilities as a
    on of_a.cohort_id = a.cohort_id and of_a.weights = a.weights
join statistics.stat_abilities as b
    on of_b.cohort_id = b.cohort_id and of_b.weights = b.weights
join statistics.stat_ability_scales as scales on a.cohort_id = scales.cohort_id
left join statistics.stat_ability_pairs as pairs
    on pairs.cohort_id = a.cohort_id
    and ((pairs.weights_a = a.weights and pairs.weights_b = b.weights)
        or (pairs.weights_a = b.weights and pairs.weights_b = a.weights))
where of_a.side = 'a' and of_b.side = 'b'
    and a.status = 'ok' and b.status = 'ok' and scales.status = 'ok'
order by scales.n_models desc, a.cohort_id
"""


def predict_model(
    connection: duckdb.DuckDBPyConnection, model: str, benchmark: str | None = None
) -> pl.DataFrame:
    """Return what a model would score on one benchmark, or all, on every scale that has it.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    model, benchmark : str
        Names as somebody writes them; a benchmark may be meant by its name on several boards. One
        that means nothing, or several models, raises ModelNameError. Without a benchmark: all.

    Returns
    -------
    polars.DataFrame
        A row per cohort and benchmark: the points with their 90 % interval; the score where the
        model has one, and the score expected from its ability alone; else the prediction with its
        interval. Of a model on sale also its price, and which model that costs no more is as able.
    """
    # a name that is on no scale means no other model that is
    known = names_of_models(connection)
    scaled = "select distinct weights, cohort_id from statistics.stat_abilities"
    for name, cohort in connection.sql(scaled).fetchall():
        known.setdefault(name, set()).add(cohort)
    names_of = find_model(connection, known, model)
    for place, names in names_of.items():
        if len(names) > 1:
            raise ModelNameError(f"{place}: {model!r} may be {' or '.join(names)}")
    meant = None if benchmark is None else _find_benchmarks(connection, benchmark)
    named = _named(("a", place, name) for place, (name,) in names_of.items())
    return connection.sql(_PREDICTIONS, params={**named, "benchmarks": meant}).pl()


def _named(meant: Iterable[tuple[str, str, str]]) -> dict[str, list[str]]:
    """Return the parameters of :data:`_WEIGHTS`: sides, places and names."""
    columns = zip(*meant, strict=True)
    return dict(zip(("sides", "places", "names"), map(list, columns), strict=True))


def _find_benchmarks(connection: duckdb.DuckDBPyConnection, wanted: str) -> list[str]:
    """Return the benchmarks of an id or a name, whatever the board in brackets behind it."""
    curves = """
        select distinct benchmark_name, benchmark_id
        from statistics.stat_ability_benchmarks
        order by all
    """
    ids = {str(name): str(key) for name, key in connection.sql(curves).fetchall()}
    if wanted in ids.values():
        return [name for name, key in ids.items() if key == wanted]
    bare = {name: name.partition(" (")[0] for name in ids}
    called = find_called(sorted({*bare.values()}), wanted)
    return [name for name, bare_name in bare.items() if bare_name in called]


def compare_abilities(
    connection: duckdb.DuckDBPyConnection, models: Mapping[tuple[str, str], tuple[str, str]]
) -> pl.DataFrame:
    """Return two models on every scale that has both and whose intervals cover; else no row.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    models : mapping of tuple to tuple
        By the snapshots of the two, which two: as
        :func:`analysis_py.statistics.positions.model_names.find_models` returns.

    Returns
    -------
    polars.DataFrame
        A row per cohort: points with 90 % intervals, and the difference with its standard error
        and p-value where both are among the pairs that are published.
    """
    sides = (zip("ab", places, names, strict=True) for places, names in models.items())
    return connection.sql(_PAIRS, params=_named(one for pair in sides for one in pair)).pl()
