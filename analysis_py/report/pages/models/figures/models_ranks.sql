-- The 30 best by the average of all benchmarks, with the ranks that the errors of scores leave open.
with best as (
    select *
    from statistics.stat_model_ranks
    where benchmark_id = 'average' and status = 'ok'
    qualify row_number() over (partition by cohort_id order by rank asc, evaluation_id asc) <= 30
)

select
    cohort_id,
    -- what was evaluated twice has a row for each run
    coalesce(display_name, model_name)
    || if(
        count(*) over same_name > 1,
        format(' ({}, run {})', coalesce(precision, 'precision not known'), row_number() over runs),
        ''
    ) as model,
    score_pct,
    std_error_pct,
    rank,
    rank_low,
    rank_high,
    rank_low_simultaneous,
    rank_high_simultaneous,
    n_models
from best
inner join marts.dim_cohorts using (cohort_id)
left join reporting.rpt_display_names on model_name = name
window
    same_name as (partition by cohort_id, model_name),
    runs as (partition by cohort_id, model_name order by rank asc, evaluation_id asc)
order by n_evaluations desc, cohort_id asc, rank asc, model asc;
