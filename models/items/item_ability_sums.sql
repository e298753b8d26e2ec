{% call select_local_or_spark() %}
-- Items by groups of evaluations with like scores. Only evaluations that answered the most items of
-- the benchmark are in a group: a score on other items is another ability.
with ranked as (

    select
        evaluation_id,
        benchmark_id,
        n_items,
        max(n_items) over (partition by benchmark_id) as most_items,
        total
    from {{ ref('evaluation_scores') }}
    where left_out_because is null

),

abilities as (

    select
        evaluation_id,
        benchmark_id,
        -- twenty groups, or one per evaluation where there are fewer
        cast(
            floor(
                cast(20 * (row_number() over by_score - 1) as double)
                / count(*) over (partition by benchmark_id)
            ) as int
        ) as ability_group
    from ranked
    where n_items = most_items
    window by_score as (partition by benchmark_id order by total, evaluation_id)

)

select
    results.benchmark_id,
    results.item_key,
    abilities.ability_group,
    count(*) as n_evaluations,
    cast(sum(results.score) as bigint) as total,
    cast(sum(results.score * results.score) as bigint) as total_squares
from {{ ref('stg_item_results') }} as results
inner join abilities
    on results.evaluation_id = abilities.evaluation_id
    and results.benchmark_id = abilities.benchmark_id
group by results.benchmark_id, results.item_key, abilities.ability_group
{% endcall %}
