-- The models on a scale, with draws of their points, and what is known of them.
with scaled as (

    select
        cohort_id,
        unnest(models, recursive := true)
    from {{ ref('fit_ability_scales') }}

)

select
    scaled.*,
    models.organisation,
    models.released_on,
    models.weights_released_on,
    models.is_open_weights
from scaled
left join {{ ref('int_ability_models') }} as models using (cohort_id, weights)
order by scaled.cohort_id, scaled.weights
