-- How far each two scores go together, with its interval (Fig. 5). Each pair is there twice, so that a row is
-- whole.
select
    cohort_id,
    case method when 'pearson' then 'scores' else 'ranks' end as method_name,
    benchmark_name,
    benchmark_order,
    -- of a board where all have all scores, n is said once
    format(
        '{}|n = {}', benchmark_name,
        if(
            min(n_obs) over score = max(n_obs) over score,
            format('{:,}', max(n_obs) over score),
            format('{:,} to {:,}', min(n_obs) over score, max(n_obs) over score)
        )
    ) as label,
    other_benchmark_name,
    other_benchmark_order,
    estimate,
    ci_low,
    ci_high,
    n_obs
from reporting.rpt_correlations
where estimate is not null
window score as (partition by cohort_id, method, benchmark_id)
order by cohort_id, method, benchmark_order, other_benchmark_order;
