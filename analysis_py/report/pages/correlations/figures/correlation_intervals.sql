-- Every pair of scores with its correlation by both methods, the strongest first.
select
    cohort_id,
    -- n stands with each pair only where it differs
    format('{} and · {}', other_benchmark_name, benchmark_name)
    || if(min(n_obs) over cohorts = max(n_obs) over cohorts, '', format(' · n = {:,}', n_obs)) as pair,
    max(estimate) filter (where method = 'pearson') over pairs as pearson,
    case method when 'pearson' then 'scores' else 'ranks' end as method_name,
    estimate,
    ci_low,
    ci_high
from reporting.rpt_correlations
where estimate is not null and other_benchmark_order < benchmark_order
window
    cohorts as (partition by cohort_id),
    pairs as (partition by cohort_id, benchmark_id, other_benchmark_id)
order by cohort_id asc, pearson desc, pair asc, method asc;
