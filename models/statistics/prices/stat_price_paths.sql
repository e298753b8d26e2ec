-- The least price of each level of ability, whenever a model lowered it, by first prices.
{% call add_names(benchmarks=false) %}
with reached as (

    select
        models.cohort_id,
        levels.points,
        models.released_on,
        models.weights,
        models.developer,
        models.is_open_weights,
        exp(models.log_first) as usd,
        min(exp(models.log_first)) over (
            partition by models.cohort_id, levels.points
            order by models.released_on, models.log_first, models.weights
            rows between unbounded preceding and 1 preceding
        ) as usd_before,
        row_number() over (
            partition by models.cohort_id, levels.points, models.released_on
            order by models.log_first, models.weights
        ) as place_of_day
    from {{ ref('int_price_models') }} as models
    inner join {{ ref('price_levels') }} as levels on models.points >= levels.points and levels.is_main
    where models.log_first is not null

)

select
    cohort_id,
    points,
    released_on as changed_on,
    usd,
    weights,
    developer,
    is_open_weights
from reached
where place_of_day = 1 and (usd_before is null or usd < usd_before)
{% endcall %}
