-- What a curve of size shows on the logarithm, the log odds and percent, and whether these agree.
with sizes as (
    select
        cohort_id,
        benchmark_id,
        min(n_obs) as n_least,
        max(n_obs) as n_most
    from statistics.stat_score_scales
    where status = 'ok' and scale in ('log', 'logit', 'raw', 'raw_nonzero')
    group by all
),

-- each question so that "shown" says more than "not shown"
questions (conclusion, question_order, question, is_reversed) as (
    values
    ('grows_overall', 1, 'higher at the|largest sizes', false),
    ('grows_beyond_13b', 2, 'higher at the|largest than at 13 B', false),
    ('is_monotone', 3, 'a fall|somewhere', true),
    ('has_dip', 4, 'a rise|after a fall', false),
    ('is_linear', 5, 'a bend:|edf 1.5 or more', true)
),

answers as (
    select
        cohort_id,
        benchmark_id,
        question_order,
        question,
        depends_on_scale,
        depends_on_zeros,
        answer_log != is_reversed as is_log,
        answer_logit != is_reversed as is_logit,
        answer_raw != is_reversed as is_raw,
        answer_raw_nonzero != is_reversed as is_raw_nonzero,
        answer_chance_corrected != is_reversed as is_chance_corrected
    from statistics.stat_scale_dependence inner join questions using (conclusion)
    where status = 'ok'
)

select
    cohort_id,
    benchmark_order,
    format(
        '{} · n = {:,}{}', benchmark_name, n_least,
        case when n_least < n_most then format(' to {:,}', n_most) else '' end
    ) as benchmark,
    question_order,
    question,
    case
        when depends_on_scale or depends_on_zeros then 'depends'
        when is_log then 'shown' else 'not shown'
    end as answer,
    case
        when depends_on_scale
            then 'shown on ' || array_to_string(
                list_filter(
                    [if(is_log, 'log', null), if(is_logit, 'log odds', null), if(is_raw, 'percent', null)],
                    lambda scale: scale is not null
                ), ', '
            )
        when depends_on_zeros then if(is_raw, 'with scores of 0 only', 'without scores of 0 only')
        else 'on all three'
    end as scales,
    if(is_chance_corrected, 'shown', 'not shown') as above_chance
from answers
inner join sizes using (cohort_id, benchmark_id)
inner join marts.dim_benchmarks using (benchmark_id)
order by cohort_id, benchmark_order, question_order;
