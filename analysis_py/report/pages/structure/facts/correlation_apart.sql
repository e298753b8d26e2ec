-- How far TruthfulQA stands apart in each population, by both methods; the paper's rows first.
with benchmarks as (
    select
        cohort_id,
        cohort_role,
        cohort_name,
        method,
        benchmark_id,
        -- a small negative mean is printed as zero, not as minus zero
        round(avg(estimate), 2) + 0 as mean_correlation,
        max(estimate) as strongest,
        max(n_obs) as n_obs
    from reporting.rpt_correlations
    where estimate is not null
    group by all
),

pairs as (
    select
        cohort_id,
        method,
        avg(estimate) filter (where 'truthfulqa' not in (benchmark_id, other_benchmark_id)) as others_mean,
        max(estimate) as strongest_pair,
        arg_max(other_benchmark_name || ' and ' || benchmark_name, estimate) as strongest_pair_names
    from reporting.rpt_correlations
    where estimate is not null and other_benchmark_order < benchmark_order
    group by all
),

ranked as (
    select
        *,
        min(mean_correlation) over (partition by cohort_id, method) as lowest
    from benchmarks
)

select
    cohort_role,
    cohort_name,
    method,
    n_obs,
    mean_correlation,
    strongest,
    others_mean,
    strongest_pair,
    strongest_pair_names,
    mean_correlation = lowest as is_lowest
from ranked
inner join pairs using (cohort_id, method)
where benchmark_id = 'truthfulqa'
order by cohort_role is distinct from 'paper', n_obs, cohort_id, method;
