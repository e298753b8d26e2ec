-- The fits of each population: bases that may be too small, and other optima close by.
with fits as (
    select
        cohort_id,
        count(*) as n_fits
    from statistics.stat_gamm_fits
    where engine = 'reml' and status = 'ok'
    group by cohort_id
),

bases as (
    select
        cohort_id,
        count(*) as n_curves,
        count(*) filter (where is_failing) as n_patterns,
        count(*) filter (where is_failing and edf / k > 0.8) as n_used_up
    from statistics.stat_gamm_basis_checks
    where engine = 'reml'
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
    from statistics.stat_gamm_alternative_optima
    inner join marts.dim_benchmarks using (benchmark_id)
    where engine = 'reml'
    group by cohort_id
)

select
    cohort_id,
    cohort_name,
    n_fits,
    n_curves,
    n_patterns,
    n_used_up,
    coalesce(n_with_another, 0) as n_with_another,
    coalesce(n_ties, 0) as n_ties,
    closest,
    closest_benchmark,
    closest_gamm,
    closest_edf_difference
from marts.dim_cohorts
inner join marts.dim_snapshots using (snapshot_id)
inner join fits using (cohort_id)
inner join bases using (cohort_id)
left join optima using (cohort_id)
order by cohort_id != 'paper_2024_01', taken_on, n_evaluations, cohort_id;
