with fits as (

    select * from {{ ref('fit_selection') }}
    union all by name
    select * from {{ ref('fit_truncated_selection') }}

),

adjusted as (

    select
        *,
        {{ holm('p_value', 'population, comparison, method') }} as p_adjusted
    from fits

),

comparisons as (

    select
        *,
        case
            when not {{ is_significant('p_adjusted') }} then 'not significant'
            when {{ is_significant('p_adjusted') }} then if(estimate > 0, 'positive', 'negative')
        end as decision
    from adjusted

),

whole as (

    select comparisons.*
    from comparisons
    inner join {{ ref('selection_populations') }} as populations on comparisons.population = populations.cohort_id
    where populations.is_whole

)

select
    comparisons.population,
    comparisons.cohort_id,
    comparisons.cutoff_pct,
    comparisons.benchmark_id,
    comparisons.comparison,
    comparisons.factor,
    comparisons.method,
    comparisons.group_a,
    comparisons.group_b,
    comparisons.n_a,
    comparisons.n_b,
    comparisons.estimate,
    comparisons.std_error,
    comparisons.df_den,
    comparisons.ci_low,
    comparisons.ci_high,
    comparisons.p_value,
    comparisons.log10_p_value,
    comparisons.p_adjusted,
    comparisons.decision,
    coalesce(comparisons.n_a_whole, whole.n_a) as n_a_whole,
    coalesce(comparisons.n_b_whole, whole.n_b) as n_b_whole,
    whole.estimate as estimate_whole,
    whole.decision as decision_whole,
    coalesce(comparisons.estimate_shift, comparisons.estimate - whole.estimate) as estimate_shift,
    comparisons.shift_std_error,
    comparisons.decision != whole.decision as is_flipped,
    {{ var('confidence_level') }}::double as confidence_level,
    comparisons.status
from comparisons
left join whole using (benchmark_id, comparison, method)
