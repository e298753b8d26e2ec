-- What is known of each benchmark of an import, and with which boards it compares: results on one
-- benchmark are comparable where metric and worked examples are the same, and nowhere else.
with scores as (

    select
        scores.*,
        snapshots.is_import
    from {{ ref('fct_scores') }} as scores
    inner join {{ ref('dim_snapshots') }} as snapshots using (snapshot_id)

),

on_boards as (

    select
        snapshot_id,
        benchmark_id,
        metric,
        n_shots,
        count(*) as n_scores
    from scores
    where not is_import
    group by snapshot_id, benchmark_id, metric, n_shots

),

imported as (

    select
        snapshot_id,
        benchmark_id,
        metric,
        n_shots,
        count(*) as n_scores,
        max(n_items) as n_items
    from scores
    where is_import
    group by snapshot_id, benchmark_id, metric, n_shots

),

item_sources as (

    select
        scores.snapshot_id,
        scores.benchmark_id,
        bool_or(scores.n_items is not null) as has_items
    from {{ ref('int_scores_prioritised') }} as scores
    group by scores.snapshot_id, scores.benchmark_id

),

matched as (

    select
        imported.snapshot_id,
        imported.benchmark_id,
        imported.metric,
        imported.n_shots,
        string_agg(on_boards.snapshot_id, ', ' order by on_boards.snapshot_id) as compares_with,
        coalesce(sum(on_boards.n_scores), 0)::bigint as n_board_scores
    from imported
    left join on_boards using (benchmark_id, metric, n_shots)
    group by imported.snapshot_id, imported.benchmark_id, imported.metric, imported.n_shots

),

board_benchmarks as (

    select distinct benchmark_id from on_boards

)

select
    imported.snapshot_id,
    imported.benchmark_id,
    benchmarks.benchmark_name,
    coalesce(nullif(concat_ws(', ', imported.metric, imported.n_shots || '-shot'), ''), 'unknown') as setting,
    imported.metric,
    imported.n_shots,
    imported.n_scores,
    described.benchmark_id is not null as is_described,
    imported.n_items,
    case
        when imported.n_items is null then 'number of items unknown'
        when item_sources.has_items then 'source'
        else 'benchmarks.csv'
    end as n_items_status,
    benchmarks.chance_pct,
    case when benchmarks.chance_pct is null then 'chance level unknown' else 'benchmarks.csv' end as chance_status,
    matched.compares_with,
    matched.n_board_scores,
    case
        when matched.compares_with is not null then 'comparable'
        when board_benchmarks.benchmark_id is null then 'not comparable: no board has the benchmark'
        when imported.metric is null or imported.n_shots is null
            then 'not comparable: the metric or the number of worked examples is unknown'
        else concat(
            'not comparable: the boards have it by ', benchmarks.metric, ' with ', benchmarks.n_shots,
            ' worked examples, the import by ', imported.metric, ' with ', imported.n_shots
        )
    end as comparability
from imported
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
inner join matched
    on imported.snapshot_id = matched.snapshot_id
    and imported.benchmark_id = matched.benchmark_id
    and imported.metric is not distinct from matched.metric
    and imported.n_shots is not distinct from matched.n_shots
left join item_sources
    on imported.snapshot_id = item_sources.snapshot_id
    and imported.benchmark_id = item_sources.benchmark_id
left join {{ ref('benchmarks') }} as described using (benchmark_id)
left join board_benchmarks using (benchmark_id)
