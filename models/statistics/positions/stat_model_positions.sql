with places as (

    select
        cohort_id,
        benchmark_id,
        unnest(places, recursive := true)
    from {{ ref('fit_places') }}

)

select
    places.* exclude (place_status, percentile_near_size, percentile_same_type),
    {{ percentile_among('places.percentile_near_size', 'places.n_near_size') }} as percentile_near_size,
    {{ percentile_among('places.percentile_same_type', 'places.n_same_type') }} as percentile_same_type,
    places.place_status as status,
    scores.std_error_pct,
    {{ var('confidence_level') }}::double as confidence_level
from places
inner join {{ ref('fct_scores') }} as scores using (evaluation_id, benchmark_id)
