with rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        unnest(derivatives, recursive := true)
    from {{ ref('fit_gamms') }}

)

select
    rows.*,
    case when rows.term like 's(log_parameters_b)%' then exp(rows.x) end as parameters_b,
    agreed.agreed_low,
    agreed.agreed_high,
    agreed.n_smoothers,
    {{ var('confidence_level') }}::double as confidence_level
from rows
left join {{ ref('int_gamm_slopes_agreed') }} as agreed
    on
    rows.cohort_id = agreed.cohort_id
    and rows.gamm = agreed.gamm
    and rows.benchmark_id = agreed.benchmark_id
    and rows.term = agreed.term
    and rows.x = agreed.x
