{% call select_local_or_spark() %}
-- Two evaluations that are compared on a benchmark: every two where it has few, else neighbours in the
-- order of scores. A table, so that the join to their answers knows how few they are.
with ranked as (

    select
        evaluation_id,
        benchmark_id,
        row_number() over (
            partition by benchmark_id
            order by cast(total as double) / n_items desc, evaluation_id asc
        ) as place,
        count(*) over (partition by benchmark_id) as n_evaluations
    from {{ ref('evaluation_scores') }}
    where left_out_because is null

)

select
    better.benchmark_id,
    better.evaluation_id as evaluation_a,
    worse.evaluation_id as evaluation_b
from ranked as better
inner join ranked as worse
    on better.benchmark_id = worse.benchmark_id
    and better.place < worse.place
    and worse.place - better.place <= greatest(1, floor({{ var('item_pairs') }} / better.n_evaluations))
where
    -- the best ones, where not even each and its neighbour are few enough
    better.place <= {{ var('item_pairs') }}
    -- which follows, but is known before the join
    and worse.place <= 2 * {{ var('item_pairs') }}
{% endcall %}
