-- The options of each item: 0 is the printed key, the others as often as they were chosen. What is
-- chosen beyond the number of options is not an option.
with answers as (

    select
        results.benchmark_id,
        results.item_key,
        results.answer,
        count(*) as n_chosen
    from {{ ref('stg_item_results') }} as results
    inner join {{ ref('evaluation_scores') }} as scores using (evaluation_id, benchmark_id)
    where results.answer is not null and scores.left_out_because is null
    group by results.benchmark_id, results.item_key, results.answer

)

select
    answers.benchmark_id,
    answers.item_key,
    answers.answer,
    case
        when answers.answer = items.key then 0
        else row_number() over (
            partition by answers.benchmark_id, answers.item_key, answers.answer = items.key
            order by answers.n_chosen desc, answers.answer asc
        )
    end as option
from answers
inner join {{ ref('stg_items') }} as items
    on answers.benchmark_id = items.benchmark_id
    and answers.item_key = items.item_key
    and items.key is not null
qualify option < coalesce(items.n_options, 0)
