-- The answers of the evaluations that answered the same items, as one list each in the order of the
-- items. Of several sets of items that is the one with the most answers.
with evaluations as (

    select
        evaluation_id,
        benchmark_id,
        count(*) as n_items,
        -- two sets of items are one if all of these are equal
        struct_pack(
            n_items := count(*),
            keys := sum(item_key::hugeint),
            mixed := bit_xor(hash(item_key))
        ) as item_set
    from {{ ref('stg_item_results') }}
    inner join {{ ref('evaluation_scores') }} as scores using (evaluation_id, benchmark_id)
    where scores.left_out_because is null
    group by evaluation_id, benchmark_id

),

item_sets as (

    select
        benchmark_id,
        item_set
    from evaluations
    group by benchmark_id, item_set
    qualify
        row_number() over (
            partition by benchmark_id order by count(*) * any_value(n_items) desc, item_set desc
        ) = 1

),

members as (

    select
        evaluations.evaluation_id,
        evaluations.benchmark_id,
        models.base_family
    from evaluations
    inner join item_sets using (benchmark_id, item_set)
    inner join {{ ref('item_models') }} as models using (evaluation_id)

)

select
    results.benchmark_id,
    results.evaluation_id,
    any_value(members.base_family) as base_family,
    list(results.score::smallint order by results.item_key) as answers
from {{ ref('stg_item_results') }} as results
inner join members using (evaluation_id, benchmark_id)
group by results.benchmark_id, results.evaluation_id
