-- What a model of a new base family is expected to score, with names.
with predictions as (

    select * from {{ ref('stat_predictions') }}

),

cohorts as (

    select * from {{ ref('dim_cohorts') }}

),

benchmarks as (

    select * from {{ ref('dim_benchmarks') }}

)

select
    predictions.cohort_id,
    cohorts.cohort_name,
    predictions.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    predictions.training_type,
    predictions.parameters_b,
    predictions.expected_pct,
    predictions.predicted_low,
    predictions.predicted_high,
    predictions.predicted_low_90,
    predictions.predicted_high_90,
    predictions.confidence_level,
    predictions.n_obs,
    predictions.n_base_families
from predictions
inner join cohorts on predictions.cohort_id = cohorts.cohort_id
inner join benchmarks on predictions.benchmark_id = benchmarks.benchmark_id
