-- Which models on sale are the cheapest of their ability.
{% call add_names(benchmarks=false) %}
select
    models.cohort_id,
    models.weights,
    models.developer,
    models.is_open_weights,
    models.last_day as priced_on,
    exp(models.log_latest) as usd,
    models.points,
    models.points_std_error,
    ruled.is_frontier,
    case when scales.status = 'ok' then ruled.p_frontier end as p_frontier,
    case
        when scales.status != 'ok' then 'unknown'
        when ruled.p_frontier >= 0.9 then 'surely'
        when ruled.p_frontier >= {{ significance_level() }} then 'may be'
        else 'not'
    end as place,
    ruled.cheaper_and_abler,
    case when scales.status = 'ok' then 'ok' else 'intervals of abilities do not cover' end as status
from {{ ref('int_price_models') }} as models
inner join {{ ref('int_price_ruled_out') }} as ruled using (cohort_id, weights)
inner join {{ ref('stat_ability_scales') }} as scales using (cohort_id)
{% endcall %}
