-- What a curve of size shows on the logarithm, the log odds and percent, and whether these agree.
with sizes as (
    select
        cohort_id,
        benchmark_id,
        min(n_obs) as n_least,
        max(n_obs) as n_most
    from statistics.stat_score_scales
    where status = 'ok' and score_scale in ('log', 'logit', 'raw', 'raw_nonzero')
    group by all
),

answers as (
    -- each so that "yes" says more than "not significant"
    select
        *,
        conclusion in ('is_monotone', 'is_linear') as is_reversed,
        answer_log != is_reversed as is_log,
        answer_logit != is_reversed as is_logit,
        answer_raw != is_reversed as is_raw
    from statistics.stat_scale_dependence
    where status = 'ok'
),

worded as (
    select
        cohort_id,
        benchmark_id,
        conclusion,
        case
            when depends_on_scale
                then 'depends|yes on ' || concat_ws(
                    ', ', if(is_log, 'log', null), if(is_logit, 'log odds', null), if(is_raw, 'percent', null)
                )
            when depends_on_zeros then format('depends|yes with{} scores of 0', if(is_raw, '', 'out'))
            when is_log then 'yes'
            else 'not significant'
        end as answer
    from answers
)

select
    cohort_id,
    benchmark_order,
    format(
        '{} · n = {:,}{}', benchmark_name, n_least,
        case when n_least < n_most then format(' to {:,}', n_most) else '' end
    ) as benchmark,
    max(answer) filter (where conclusion = 'grows_overall') as is_higher_at_largest,
    max(answer) filter (where conclusion = 'grows_beyond_13b') as is_higher_than_at_13b,
    max(answer) filter (where conclusion = 'is_monotone') as has_fall,
    max(answer) filter (where conclusion = 'has_dip') as has_rise_after_fall,
    max(answer) filter (where conclusion = 'is_linear') as has_bend
from worded
inner join sizes using (cohort_id, benchmark_id)
inner join marts.dim_benchmarks using (benchmark_id)
group by cohort_id, benchmark_order, benchmark_name, n_least, n_most
order by cohort_id, benchmark_order;
