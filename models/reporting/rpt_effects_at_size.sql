-- How far two training types lie apart at one size, with names.
with effects as (

    select * from {{ ref('stat_effects_at_size') }}

),

cohorts as (

    select * from {{ ref('dim_cohorts') }}

),

benchmarks as (

    select * from {{ ref('dim_benchmarks') }}

)

select
    effects.cohort_id,
    cohorts.cohort_name,
    effects.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    effects.group_a,
    effects.group_b,
    effects.group_a || ' − ' || effects.group_b as comparison,
    effects.method,
    effects.parameters_b,
    effects.estimate,
    effects.ci_low,
    effects.ci_high,
    effects.p_value,
    effects.df_den,
    effects.n_a,
    effects.n_b,
    effects.n_clusters as n_base_families,
    effects.confidence_level,
    effects.warning,
    effects.status
from effects
inner join cohorts on effects.cohort_id = cohorts.cohort_id
inner join benchmarks on effects.benchmark_id = benchmarks.benchmark_id
