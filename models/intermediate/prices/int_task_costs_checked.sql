-- A cost of zero is unknown or free: the run stays, its cost is null.
with problems as (

    select
        * replace (nullif(cost_usd, 0) as cost_usd),
        case
            when record_error is not null then record_error
            {{ reject_not_numbers(['n_cases', 'score_pct', 'cost_usd']) }}
            when coalesce(board, '') = '' or coalesce(model, '') = '' then 'no board or model'
            when cost_usd < 0 then 'a cost below zero'
        end as record_problem
    from {{ ref('stg_prices__task_costs') }}

)

select
    *,
    {{ reject_reason(['board', 'model', 'effort', 'run_on', 'score_pct']) }} as reject_reason
from problems
