-- The scores of every cohort with the standard errors that ranks rest on, and the average of those
-- evaluations that have all scores of their cohort.
with

-- Where none or all of the questions were answered, the standard error would be 0.
weighed as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        scores.evaluation_id,
        scores.score_pct,
        scores.score_units,
        case
            when published.std_error_pct > 0 then published.std_error_pct
            else {{ corrected_error('scores.score_pct', 'published.n_items') }}
        end as std_error_pct
    from {{ ref('int_cohort_scores_selected') }} as scores
    inner join {{ ref('fct_scores') }} as published using (evaluation_id, benchmark_id)

),

cohorts as (

    select
        cohort_id,
        count(distinct benchmark_id) as n_benchmarks
    from {{ ref('int_cohort_scores_selected') }}
    group by cohort_id

),

-- Benchmarks ask different questions, so their errors are independent; at most they add up.
averaged as (

    select
        weighed.cohort_id,
        weighed.evaluation_id,
        -- of whole units, so that equal averages are equal to the bit
        sum(weighed.score_units) / count(*) / 1000000 as score_pct,
        case
            when count(weighed.std_error_pct) = any_value(cohorts.n_benchmarks)
                then round(sqrt(sum(weighed.std_error_pct ** 2)) / any_value(cohorts.n_benchmarks), 9)
        end as std_error_pct,
        case
            when count(weighed.std_error_pct) = any_value(cohorts.n_benchmarks)
                then round(avg(weighed.std_error_pct), 9)
        end as std_error_bound_pct
    from weighed
    inner join cohorts using (cohort_id)
    where cohorts.n_benchmarks > 1
    group by weighed.cohort_id, weighed.evaluation_id
    having count(*) = any_value(cohorts.n_benchmarks)

)

select
    cohort_id,
    benchmark_id,
    evaluation_id,
    score_pct,
    std_error_pct,
    std_error_pct as std_error_bound_pct
from weighed
union all
select
    cohort_id,
    'average' as benchmark_id,
    evaluation_id,
    score_pct,
    std_error_pct,
    std_error_bound_pct
from averaged
