-- Scores summed over evaluations that agree in everything an adjusted comparison of training types
-- knows of them. A regression on these cells equals one on the rows. An unknown size, or a cell
-- without a score, keeps its row: the fits count it.
with members as (

    select
        bridge.cohort_id,
        bridge.evaluation_id,
        evaluations.training_type,
        evaluations.architecture_family,
        evaluations.parameters_b,
        evaluations.base_family,
        evaluations.lineage_family
    from {{ ref('bridge_cohort_evaluations') }} as bridge
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    where evaluations.base_family is not null

),

cohort_benchmarks as (

    select distinct
        cohort_id,
        benchmark_id
    from {{ ref('int_cohort_scores_selected') }}

),

sums as (

    select
        members.cohort_id,
        cohort_benchmarks.benchmark_id,
        members.training_type,
        members.architecture_family,
        members.parameters_b,
        members.base_family,
        -- a family has one generation
        min(members.lineage_family) as lineage_family,
        count(*) as n_evaluations,
        count(scores.score_units) as n_obs,
        sum(scores.score_units) as total,
        sum(scores.score_units::hugeint * scores.score_units) as total_squares
    from members
    inner join cohort_benchmarks using (cohort_id)
    left join {{ ref('int_cohort_scores_selected') }} as scores using (cohort_id, benchmark_id, evaluation_id)
    group by
        members.cohort_id, cohort_benchmarks.benchmark_id, members.training_type, members.architecture_family,
        members.parameters_b, members.base_family

)

select
    cohort_id,
    benchmark_id,
    training_type,
    architecture_family,
    parameters_b,
    base_family,
    lineage_family,
    n_evaluations,
    n_obs,
    total / n_obs / 1e6 as mean,
    -- of the deviations from the cell's mean, in squared percent
    coalesce((n_obs * total_squares - total * total)::double / n_obs / 1e12, 0) as sum_squares
from sums
