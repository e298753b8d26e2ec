-- A stretch is agreed where every smoother of the set has its direction at one point of it or more.
with rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(significant_intervals, recursive := true)
    from {{ ref('fit_gamms') }}

),

compared as (

    select
        rows.cohort_id,
        rows.gamm,
        rows.benchmark_id,
        rows.engine,
        rows.term,
        rows.band,
        rows.x_low,
        any_value(rows.direction) as direction,
        any_value(rows.x_high) as x_high,
        count(agreed.n_smoothers) > 0 as is_compared,
        min(agreed.x) filter (where if(rows.direction = 'rise', agreed.agreed_low > 0, agreed.agreed_high < 0)) as agreed_from,
        max(agreed.x) filter (where if(rows.direction = 'rise', agreed.agreed_low > 0, agreed.agreed_high < 0)) as agreed_to
    from rows
    left join {{ ref('int_gamm_slopes_agreed') }} as agreed
        on
        rows.cohort_id = agreed.cohort_id
        and rows.gamm = agreed.gamm
        and rows.benchmark_id = agreed.benchmark_id
        and rows.term = agreed.term
        and rows.engine = 'reml'
        and rows.band = 'simultaneous'
        and agreed.x between rows.x_low and rows.x_high
    group by rows.cohort_id, rows.gamm, rows.benchmark_id, rows.engine, rows.term, rows.band, rows.x_low

)

select
    * exclude (is_compared, agreed_from, agreed_to),
    case when term like 's(log_parameters_b)%' then exp(x_low) end as parameters_b_low,
    case when term like 's(log_parameters_b)%' then exp(x_high) end as parameters_b_high,
    case when is_compared then agreed_from is not null end as is_agreed,
    case when term like 's(log_parameters_b)%' then exp(agreed_from) end as agreed_b_low,
    case when term like 's(log_parameters_b)%' then exp(agreed_to) end as agreed_b_high,
    {{ var('confidence_level') }}::double as confidence_level
from compared
