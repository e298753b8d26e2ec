-- Two evaluations on the items that both answered. Every two where a benchmark has few evaluations,
-- else neighbours in the order of scores.
with ranked as (

    select
        evaluation_id,
        benchmark_id,
        row_number() over (
            partition by benchmark_id
            order by cast(total as double) / n_items desc, evaluation_id
        ) as place,
        count(*) over (partition by benchmark_id) as n_evaluations
    from {{ ref('evaluation_scores') }}

),

pairs as (

    select
        better.benchmark_id,
        better.evaluation_id as evaluation_a,
        worse.evaluation_id as evaluation_b
    from ranked as better
    inner join ranked as worse
        on better.benchmark_id = worse.benchmark_id
        and worse.place > better.place
        and worse.place - better.place <= greatest(1, floor({{ var('item_pairs') }} / better.n_evaluations))
    where
        -- the best ones, where not even each and its neighbour are few enough
        better.place <= {{ var('item_pairs') }}

)

select
    pairs.benchmark_id,
    pairs.evaluation_a,
    pairs.evaluation_b,
    coalesce(a.cluster_id, b.cluster_id) as cluster_id,
    count(*) as n_items,
    cast(sum(a.score) as bigint) as total_a,
    cast(sum(b.score) as bigint) as total_b,
    cast(sum(a.score * a.score) as bigint) as squares_a,
    cast(sum(b.score * b.score) as bigint) as squares_b,
    cast(sum(a.score * b.score) as bigint) as total_both
from pairs
inner join {{ ref('stg_item_results') }} as a
    on pairs.evaluation_a = a.evaluation_id
    and pairs.benchmark_id = a.benchmark_id
inner join {{ ref('stg_item_results') }} as b
    on pairs.evaluation_b = b.evaluation_id
    and pairs.benchmark_id = b.benchmark_id
    and a.item_key = b.item_key
group by pairs.benchmark_id, pairs.evaluation_a, pairs.evaluation_b, coalesce(a.cluster_id, b.cluster_id)
