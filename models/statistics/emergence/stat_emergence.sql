-- A jump is significant for all benchmarks of a population and scale together. Its p-value is first made one
-- that is below the level as often as it should be: below critical_p_jump it is so in 5 % of gradual truths.
with calibrated as (

    select
        * exclude (forecasts),
        least(1, p_jump * {{ significance_level() }} / critical_p_jump) as p_jump_calibrated
    from {{ ref('fit_emergence') }}

),

adjusted as (

    select
        *,
        {{ holm('p_jump_calibrated', 'cohort_id, score_scale') }} as p_jump_adjusted
    from calibrated

)

{% call add_names() %}
    select
        * exclude (p_jump_calibrated) replace (
            case
                when verdict = 'emergent' and not {{ is_significant('p_jump_adjusted') }} then 'inconclusive'
                else verdict
            end as verdict
        ),
        case score_scale
            when 'raw' then 'percent'
            when 'log' then 'logarithm'
            when 'logit' then 'log odds'
            when 'above_chance' then 'above chance'
        end as score_scale_name,
        list_position(['raw', 'log', 'logit', 'above_chance'], score_scale) as score_scale_order,
        {{ var('confidence_level') }}::double as confidence_level
    from adjusted
{% endcall %}
