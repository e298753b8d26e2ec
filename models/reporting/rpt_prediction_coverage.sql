-- How often intervals for new base families were right, with names.
with coverages as (

    select * from {{ ref('stat_prediction_coverage') }}

),

cohorts as (

    select * from {{ ref('dim_cohorts') }}

),

benchmarks as (

    select * from {{ ref('dim_benchmarks') }}

)

select
    coverages.cohort_id,
    cohorts.cohort_name,
    coverages.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    coverages.predicted_from,
    coverages.nominal,
    coverages.coverage,
    coverages.coverage_uncalibrated,
    abs(coverages.coverage - coverages.nominal) <= 0.02 as is_within_two_points,
    coverages.median_width_pct,
    coverages.n_obs,
    coverages.n_base_families
from coverages
inner join cohorts on coverages.cohort_id = cohorts.cohort_id
inner join benchmarks on coverages.benchmark_id = benchmarks.benchmark_id
