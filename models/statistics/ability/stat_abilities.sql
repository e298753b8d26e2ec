-- The ability of all weights of a cohort that carries a scale; of those with too few benchmarks, none.
{% call add_names(benchmarks=false) %}
with scaled as (

    select * exclude (draws, organisation, released_on, weights_released_on, is_open_weights)
    from {{ ref('int_ability_scaled') }}

),

scales as (

    select * from {{ ref('stat_ability_scales') }}
    where points_name is not null

),

models as (

    select * from {{ ref('int_ability_models') }}

),

cells as (

    select
        cohort_id,
        weights,
        min(developer) as developer,
        count(*) as n_scores,
        mode(effort order by effort) as effort_used
    from {{ ref('int_ability_cells') }}
    group by cohort_id, weights

)

select
    scaled.* exclude (cohort_id, weights, developer),
    cells.cohort_id,
    cells.weights,
    cells.developer,
    models.organisation,
    models.released_on,
    models.weights_released_on,
    models.is_open_weights,
    cells.effort_used,
    cells.n_scores,
    -- the best of all before it, by the day of release
    case
        when scaled.points is not null and models.released_on is not null
            then coalesce(scaled.points > max(scaled.points) over (
                partition by cells.cohort_id order by models.released_on
                range between unbounded preceding and interval 1 day preceding
            ), true) and scaled.points = max(scaled.points) over (
                partition by cells.cohort_id, models.released_on
            )
        else false
    end as is_record,
    case
        when scaled.points is not null then 'ok'
        else 'too few benchmarks that others have, or not connected'
    end as status
from cells
inner join scales on cells.cohort_id = scales.cohort_id
left join models on cells.cohort_id = models.cohort_id and cells.weights = models.weights
left join scaled on cells.cohort_id = scaled.cohort_id and cells.weights = scaled.weights
{% endcall %}
