-- What a curve of size shows on the logarithm, the log odds and percent, and whether these agree.
with answers as (
    -- each so that "yes" says more than "not significant"
    select
        *,
        conclusion in ('is_monotone', 'is_linear') as is_reversed,
        answer_log != is_reversed as is_log,
        answer_logit != is_reversed as is_logit,
        answer_raw != is_reversed as is_raw,
        case
            when depends_on_scale
                then 'depends|yes on ' || concat_ws(
                    ', ', if(is_log, 'log', null), if(is_logit, 'log odds', null), if(is_raw, 'percent', null)
                )
            when depends_on_zeros then format('depends|yes with{} scores of 0', if(is_raw, '', 'out'))
            when is_log then 'yes'
            else 'not significant'
        end as answer
    from reporting.rpt_scale_dependence
    where status = 'ok'
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
from answers
group by cohort_id, benchmark_order, benchmark_name, n_least, n_most
order by cohort_id, benchmark_order;
