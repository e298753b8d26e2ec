-- Scores of large cohorts summed over evaluations that the models of size cannot tell apart. The
-- logarithms are whole millionths, so that the sums are exact and no order of rows changes a bit.
with members as (

    select * from {{ ref('int_gamm_members') }}

),

large as (

    select cohort_id
    from members
    group by cohort_id
    having count(*) > {{ var('gamm_rows') }}

),

scores as (

    select
        members.cohort_id,
        scores.benchmark_id,
        members.log_parameters_b,
        members.training_type,
        members.architecture,
        members.architecture_family,
        members.base_family,
        cast(round(scores.log_score * 1000000) as bigint) as log_score
    from members
    inner join large on members.cohort_id = large.cohort_id
    inner join {{ ref('int_gamm_scores') }} as scores
        on members.cohort_id = scores.cohort_id
        and members.evaluation_id = scores.evaluation_id
    where members.log_parameters_b is not null

),

sums as (

    select
        cohort_id,
        benchmark_id,
        log_parameters_b,
        training_type,
        architecture,
        architecture_family,
        base_family,
        {{ exact_sums('log_score') }} as summed
    from scores
    group by all

)

select
    sums.* exclude (summed),
    summed.n_obs,
    summed.total / summed.n_obs / 1000000.0 as log_score,
    -- a difference of whole numbers, so nothing cancels
    cast(summed.n_obs * summed.total_squares - summed.total * summed.total as double)
    / summed.n_obs
    / 1000000000000.0 as squares_within
from sums
