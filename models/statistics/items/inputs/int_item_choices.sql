-- The answers of the evaluations that answered at least nine tenths of the items, as lists in the order
-- of the items of int_item_facts; null where one is missing. The panel that wrong keys are looked for in:
-- the ablest, few of a base family, and the same answers under two names once.
with sizes as (

    select
        benchmark_id,
        count(*) as n_items
    from {{ ref('item_sums') }}
    group by benchmark_id

),

evaluations as (

    select
        scores.benchmark_id,
        scores.evaluation_id,
        models.base_family,
        scores.total / scores.n_items as mean
    from {{ ref('evaluation_scores') }} as scores
    inner join sizes on scores.benchmark_id = sizes.benchmark_id
    inner join {{ ref('item_models') }} as models on scores.evaluation_id = models.evaluation_id
    left join {{ ref('stg_item_evaluations') }} as stated
        on scores.benchmark_id = stated.benchmark_id
        and scores.evaluation_id = stated.evaluation_id
    where scores.n_items >= 0.9 * sizes.n_items and stated.status is null

),

answers as (

    select
        evaluations.benchmark_id,
        evaluations.evaluation_id,
        any_value(evaluations.base_family) as base_family,
        any_value(evaluations.mean) as mean,
        list(results.score::smallint order by items.item_key) as scores,
        case when count(options.option) > 0 then list(options.option::smallint order by items.item_key) end as choices
    from evaluations
    inner join {{ ref('item_sums') }} as items on evaluations.benchmark_id = items.benchmark_id
    left join {{ ref('stg_item_results') }} as results
        on evaluations.benchmark_id = results.benchmark_id
        and evaluations.evaluation_id = results.evaluation_id
        and items.item_key = results.item_key
    left join {{ ref('int_item_options') }} as options
        on results.benchmark_id = options.benchmark_id
        and results.item_key = options.item_key
        and results.answer = options.answer
    group by evaluations.benchmark_id, evaluations.evaluation_id

),

compared as (

    select
        *,
        -- of few items models may well have the same answers
        len(scores) >= 100
        and row_number() over (partition by benchmark_id, scores, choices order by evaluation_id) > 1 as is_repeated
    from answers

),

placed as (

    select
        *,
        row_number() over (
            partition by benchmark_id, base_family, is_repeated
            order by mean desc, evaluation_id asc
        ) as place_in_family
    from compared

),

ranked as (

    select
        *,
        not is_repeated and place_in_family <= 3 as may_be_in_panel,
        row_number() over (
            partition by benchmark_id, not is_repeated and place_in_family <= 3
            order by mean desc, evaluation_id asc
        ) as place
    from placed

)

select
    benchmark_id,
    evaluation_id,
    base_family,
    may_be_in_panel and place <= 28 as is_in_panel,
    scores,
    choices
from ranked
