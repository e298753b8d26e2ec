-- The items of each benchmark that the evaluations of int_item_answers answered, in their order there.
with first_ones as (

    select
        benchmark_id,
        min(evaluation_id) as evaluation_id
    from {{ ref('int_item_answers') }}
    group by benchmark_id

)

select
    results.benchmark_id,
    list(results.item_key order by results.item_key) as item_keys,
    list(results.cluster_id order by results.item_key) as cluster_ids
from {{ ref('stg_item_results') }} as results
inner join first_ones using (benchmark_id, evaluation_id)
group by results.benchmark_id
