{% call add_names() %}
with adjusted as (

    select
        *,
        {{ holm('p_value', 'population, comparison, method') }} as p_adjusted
    from {{ ref('fit_selection') }}

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
    inner join {{ ref('selection_populations') }} as populations
        on comparisons.population = populations.cohort_id
    where populations.is_whole

)

select
    comparisons.* replace (
        coalesce(comparisons.n_a_whole, whole.n_a) as n_a_whole,
        coalesce(comparisons.n_b_whole, whole.n_b) as n_b_whole,
        coalesce(comparisons.estimate_shift, comparisons.estimate - whole.estimate) as estimate_shift
    ),
    whole.estimate as estimate_whole,
    whole.decision as decision_whole,
    comparisons.decision != whole.decision as is_flipped,
    {{ var('confidence_level') }}::double as confidence_level
from comparisons
left join whole using (benchmark_id, comparison, method)
{% endcall %}
