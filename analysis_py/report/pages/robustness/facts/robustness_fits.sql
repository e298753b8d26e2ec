-- The fits of each population: bases that may be too small, and other optima close by.
with fits as (
    select
        cohort_id,
        count(*) as n_fits
    from reporting.rpt_gamm_fits
    where engine = 'reml' and status = 'ok'
    group by cohort_id
),

bases as (
    select
        cohort_id,
        count(*) as n_curves,
        count(*) filter (where is_failing) as n_patterns,
        count(*) filter (where is_failing and is_used_up) as n_used_up
    from reporting.rpt_gamm_terms
    where engine = 'reml' and k_index is not null
    group by cohort_id
),

optima as (
    select
        cohort_id,
        count(distinct concat_ws(' ', gamm, benchmark_id)) as n_with_another,
        count(distinct concat_ws(' ', gamm, benchmark_id)) filter (where is_tie) as n_ties,
        min(reml_difference) as closest,
        arg_min(benchmark_name, reml_difference) as closest_benchmark,
        arg_min(gamm, reml_difference) as closest_gamm,
        arg_min(max_edf_difference, reml_difference) as closest_edf_difference
    from reporting.rpt_gamm_optima
    where engine = 'reml'
    group by cohort_id
)

select
    cohort_role,
    cohort_name,
    n_fits,
    bases.* exclude (cohort_id),
    coalesce(n_with_another, 0) as n_with_another,
    coalesce(n_ties, 0) as n_ties,
    optima.* exclude (cohort_id, n_with_another, n_ties)
from reporting.rpt_cohorts
inner join fits using (cohort_id)
inner join bases using (cohort_id)
left join optima using (cohort_id)
order by cohort_role is distinct from 'paper', cohort_order;
