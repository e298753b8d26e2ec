-- The answers of the evaluations that answered at least nine tenths of the items, as lists in the order
-- of the items of int_item_facts; null where one is missing.
with lineages as (

    -- which bases are of one maker's line, such as Llama 3 and 3.1
    select
        checkpoints.base_family,
        min(lineages.lineage_family) as lineage_family
    from {{ ref('lineage_checkpoints') }} as checkpoints
    inner join {{ ref('lineages') }} as lineages on checkpoints.lineage = lineages.lineage
    group by checkpoints.base_family

),

items as (

    select
        benchmark_id,
        item_key,
        count(*) over (partition by benchmark_id) as n_items
    from {{ ref('item_sums') }}

)

select
    items.benchmark_id,
    scores.evaluation_id,
    any_value(coalesce(lineages.lineage_family, models.base_family)) as base_family,
    list(results.score::smallint order by items.item_key) as scores,
    case
        when count(options.option) > 0 then list(options.option::smallint order by items.item_key)
    end as choices
from items
inner join {{ ref('evaluation_scores') }} as scores
    on items.benchmark_id = scores.benchmark_id
    and scores.n_items >= 0.9 * items.n_items
    and scores.left_out_because is null
inner join {{ ref('item_models') }} as models on scores.evaluation_id = models.evaluation_id
left join lineages on models.base_family = lineages.base_family
left join {{ ref('stg_item_results') }} as results
    on items.benchmark_id = results.benchmark_id
    and items.item_key = results.item_key
    and scores.evaluation_id = results.evaluation_id
left join {{ ref('int_item_options') }} as options
    on results.benchmark_id = options.benchmark_id
    and results.item_key = options.item_key
    and results.answer = options.answer
group by items.benchmark_id, scores.evaluation_id
