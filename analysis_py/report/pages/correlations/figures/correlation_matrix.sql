-- How far each two scores go together, with its interval (Fig. 5). Each pair is there twice, so that a row is whole.
select
    cohort_id,
    case method when 'pearson' then 'scores' else 'ranks' end as method_name,
    benchmark_name,
    benchmark_order,
    other_benchmark_name,
    other_benchmark_order,
    estimate,
    ci_low,
    ci_high,
    n_obs
from reporting.rpt_correlations
where estimate is not null
order by cohort_id, method, benchmark_order, other_benchmark_order;
