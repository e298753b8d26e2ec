-- The 30 best by the average of all benchmarks, with the ranks that the errors of scores leave open.
with best as (

    select *
    from statistics.stat_model_ranks
    where benchmark_id = 'average' and status = 'ok'
    qualify row_number() over (partition by cohort_id order by rank asc, evaluation_id asc) <= 30

),

named as (

    select
        best.*,
        evaluations.model_name,
        evaluations.precision,
        count(*) over same_name as n_same,
        row_number() over (
            partition by best.cohort_id, evaluations.model_name order by best.rank asc, best.evaluation_id asc
        ) as place
    from best
    inner join marts.fct_evaluations as evaluations on best.evaluation_id = evaluations.evaluation_id
    window same_name as (partition by best.cohort_id, evaluations.model_name)

)

select
    named.cohort_id,
    -- what was evaluated twice has a row for each run
    named.model_name
    || if(named.n_same > 1, format(' ({}, run {})', coalesce(named.precision, 'precision not known'), named.place), '')
        as model,
    named.score_pct,
    named.std_error_pct,
    named.rank,
    named.rank_low,
    named.rank_high,
    named.rank_low_simultaneous,
    named.rank_high_simultaneous,
    named.n_models
from named
inner join marts.dim_cohorts as cohorts on named.cohort_id = cohorts.cohort_id
order by cohorts.n_evaluations desc, named.cohort_id asc, named.rank asc, model asc;
