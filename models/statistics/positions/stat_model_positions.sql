with benchmarks as (

    select
        cohort_id,
        benchmark_id,
        unnest(places, recursive := true)
    from {{ ref('fit_places') }}

),

scores as (

    select * from {{ ref('fct_scores') }}

)

select
    benchmarks.cohort_id,
    benchmarks.benchmark_id,
    benchmarks.evaluation_id,
    benchmarks.score_pct,
    scores.std_error_pct,
    benchmarks.expected_pct,
    benchmarks.predicted_low,
    benchmarks.predicted_high,
    benchmarks.predicted_low_90,
    benchmarks.predicted_high_90,
    benchmarks.residual_in_sd,
    benchmarks.expected_of_type_pct,
    benchmarks.size_equivalent_b,
    benchmarks.percentile_near_size,
    benchmarks.n_near_size,
    benchmarks.percentile_same_type,
    benchmarks.n_same_type,
    benchmarks.gap_to_top_tenth_pct,
    {{ var('confidence_level') }}::double as confidence_level,
    benchmarks.place_status as status
from benchmarks
inner join scores
    on benchmarks.evaluation_id = scores.evaluation_id
    and benchmarks.benchmark_id = scores.benchmark_id
