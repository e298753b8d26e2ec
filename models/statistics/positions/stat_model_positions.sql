with places as (

    select
        cohort_id,
        benchmark_id,
        unnest(places, recursive := true)
    from {{ ref('fit_places') }}

)

select
    places.cohort_id,
    places.benchmark_id,
    places.evaluation_id,
    places.score_pct,
    scores.std_error_pct,
    places.expected_pct,
    places.predicted_low,
    places.predicted_high,
    places.predicted_low_90,
    places.predicted_high_90,
    places.residual_in_sd,
    places.expected_of_type_pct,
    places.size_equivalent_b,
    places.percentile_near_size,
    places.n_near_size,
    places.percentile_same_type,
    places.n_same_type,
    places.gap_to_top_tenth_pct,
    {{ var('confidence_level') }}::double as confidence_level,
    places.place_status as status
from places
inner join {{ ref('fct_scores') }} as scores using (evaluation_id, benchmark_id)
