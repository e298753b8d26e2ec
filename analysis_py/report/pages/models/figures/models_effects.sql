-- How far tuned models lie from pretrained ones of the same size, by two methods.
select
    effects.cohort_id,
    effects.group_a || ' − ' || effects.group_b as pair,
    benchmarks.benchmark_order,
    benchmarks.benchmark_name as panel,
    effects.method,
    effects.parameters_b,
    effects.estimate,
    effects.ci_low,
    effects.ci_high,
    effects.n_a,
    effects.n_b,
    effects.n_clusters,
    round(effects.df_den, 1) as df_den,
    coalesce(effects.warning, '') as warning
from statistics.stat_effects_at_size as effects
inner join marts.dim_benchmarks as benchmarks on effects.benchmark_id = benchmarks.benchmark_id
inner join marts.dim_cohorts as cohorts on effects.cohort_id = cohorts.cohort_id
where effects.status = 'ok' and effects.group_b = 'pretrained'
order by
    cohorts.n_evaluations desc,
    effects.cohort_id asc,
    pair asc,
    benchmarks.benchmark_order asc,
    effects.method asc,
    effects.parameters_b asc;
