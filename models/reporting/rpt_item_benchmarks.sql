-- How well the items of a benchmark tell evaluations apart.
with difficulty as (

    select
        benchmark_id,
        count(*) filter (where share_right = 0) as n_never_right,
        count(*) filter (where share_right = 1) as n_always_right,
        count(*) filter (where discrimination < 0) as n_misleading
    from {{ ref('stat_item_difficulty') }}
    group by benchmark_id

),

pairs as (

    select
        benchmark_id,
        count(*) as n_pairs,
        count(*) filter (where is_significant) as n_distinguished,
        median(detectable_pct) as detectable_pct
    from {{ ref('stat_item_pairs') }}
    where status = 'ok'
    group by benchmark_id

),

-- of the evaluations that count; your own item results have no provenance but their name
sources as (

    select
        scores.benchmark_id,
        array_to_string(list_sort(list(distinct coalesce(
            snapshots.data_source, format('Data: item results "{}". Licence: not stated.', models.import_name)
        ))), ' | ') as data_source
    from {{ ref('evaluation_scores') }} as scores
    inner join {{ ref('item_models') }} as models on scores.evaluation_id = models.evaluation_id
    left join {{ ref('dim_snapshots') }} as snapshots on 'items/' || models.import_name = snapshots.source
    where scores.left_out_because is null
    group by scores.benchmark_id

),

items as (

    select *
    from {{ ref('stat_item_reliability') }}
    left join sources using (benchmark_id)
    left join difficulty using (benchmark_id)
    left join pairs using (benchmark_id)

)

{{ name_rows('items', cohorts=false) }}
