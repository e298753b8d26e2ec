-- What the models of eight developers score beyond their abilities, where developers differ most.
with developers as (
    select
        cohort_id,
        developer,
        row_number() over (partition by cohort_id order by sum(n_models) desc, developer) as developer_order
    from reporting.rpt_ability_profiles
    group by cohort_id, developer
    -- what one or two models do is no profile
    having max(n_models) >= 3
    qualify developer_order <= 8
),

cells as (
    select
        profiles.*,
        developers.developer_order
    from reporting.rpt_ability_profiles as profiles
    inner join developers using (cohort_id, developer)
),

-- a benchmark that few have run would leave a row of gaps
benchmarks as (
    select
        cohort_id,
        benchmark_id,
        row_number() over (
            partition by cohort_id order by max(profile_pct) - min(profile_pct) desc, benchmark_id
        ) as row_order
    from cells
    group by cohort_id, benchmark_id
    having count(*) >= 4
    qualify row_order <= 12
)

select
    cohort_id,
    cohort_name,
    regexp_replace(benchmark_name, ' [(][^()]*[)]$', '') as label,
    row_order,
    developer,
    developer_order,
    profile_pct,
    residual_pct,
    n_models
from cells
inner join benchmarks using (cohort_id, benchmark_id)
order by count(*) over (partition by cohort_id) desc, cohort_name asc, row_order asc, developer_order asc;
