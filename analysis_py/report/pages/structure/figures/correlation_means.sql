-- How strongly each score is correlated with the others of its population: the mean, the weakest and the
-- strongest pair.
with means as (
    select
        cohort_id,
        cohort_name,
        cohort_order,
        method,
        benchmark_name,
        benchmark_order,
        avg(estimate) as mean_correlation,
        min(estimate) as weakest,
        arg_min(other_benchmark_name, estimate) as weakest_with,
        max(estimate) as strongest,
        arg_max(other_benchmark_name, estimate) as strongest_with,
        min(n_obs) as n_min,
        max(n_obs) as n_max
    from reporting.rpt_correlations
    inner join marts.dim_cohorts using (cohort_id, cohort_name)
    where estimate is not null
    group by all
)

select
    cohort_id,
    case method when 'pearson' then 'scores' else 'ranks' end as method_name,
    dense_rank() over (order by cohort_order) as cohort_order,
    format(
        '{} · n = {}', replace(cohort_name, ', ', ' · '),
        case
            when min(n_min) over panels = max(n_max) over panels then format('{:,}', max(n_max) over panels)
            else format('{:,} to {:,}', min(n_min) over panels, max(n_max) over panels)
        end
    ) as panel,
    benchmark_name,
    benchmark_order,
    mean_correlation,
    weakest,
    weakest_with,
    strongest,
    strongest_with
from means
window panels as (partition by cohort_id, method)
order by method, means.cohort_order, benchmark_order;
