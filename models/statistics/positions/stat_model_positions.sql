with places as (

    select
        cohort_id,
        benchmark_id,
        unnest(places, recursive := true)
    from {{ ref('fit_places') }}

)

select
    places.* rename (place_status as status),
    scores.std_error_pct,
    {{ var('confidence_level') }}::double as confidence_level
from places
inner join {{ ref('fct_scores') }} as scores using (evaluation_id, benchmark_id)
