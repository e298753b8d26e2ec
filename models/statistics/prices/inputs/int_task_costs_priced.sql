-- Runs whose cost is known, of models that have a price: dollars of a case and of a million tokens.
with runs as (

    select distinct
        key as model,
        words,
        words_without_day,
        has_day
    from {{ ref('int_price_names') }}
    where kind = 'run'

),

named as (

    select
        runs.model,
        min(weights.key) as weights
    from runs
    inner join {{ ref('int_price_names') }} as weights
        on weights.kind = 'weights'
        and runs.words_without_day = weights.words_without_day
        and (runs.words = weights.words or runs.has_day != weights.has_day)
    where weights.key in (select weights from {{ ref('int_price_listed') }} where price_kind = 'first')
    group by runs.model

),

prices as (

    select
        weights,
        arg_max({{ blend_price('input_usd', 'output_usd') }}, is_own) as usd
    from {{ ref('int_price_listed') }}
    where price_kind = 'first'
    group by weights

)

select
    costs.row_number,
    costs.board,
    costs.model,
    named.weights,
    costs.cost_usd / costs.n_cases as case_usd,
    prices.usd
from {{ ref('int_task_costs_checked') }} as costs
inner join named using (model)
inner join prices using (weights)
where costs.reject_reason is null and costs.cost_usd > 0 and prices.usd > 0
