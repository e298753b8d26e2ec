-- One model on one benchmark, with names: its score, and its place among models of similar size.
with places as (

    select
        cohort_id,
        benchmark_id,
        unnest(places, recursive := true)
    from {{ ref('fit_places') }}

)

{% call add_names() %}
    select
        places.* exclude (place_status, percentile_near_size, percentile_same_type),
        {{ percentile_among('places.percentile_near_size', 'places.n_near_size') }} as percentile_near_size,
        {{ percentile_among('places.percentile_same_type', 'places.n_same_type') }} as percentile_same_type,
        places.place_status as status,
        scores.std_error_pct,
        {{ var('confidence_level') }}::double as confidence_level,
        evaluations.model_name,
        models.organisation,
        evaluations.precision,
        evaluations.training_type,
        evaluations.architecture_family,
        evaluations.base_family,
        evaluations.parameters_b,
        evaluations.is_merge,
        evaluations.is_flagged
    from places
    inner join {{ ref('fct_scores') }} as scores using (evaluation_id, benchmark_id)
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    inner join {{ ref('dim_models') }} as models using (model_id)
{% endcall %}
