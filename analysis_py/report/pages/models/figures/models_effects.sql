-- How far tuned models lie from pretrained ones of the same size, by two methods.
select
    cohort_id,
    comparison as pair,
    benchmark_order,
    benchmark_name as panel,
    method,
    parameters_b,
    estimate,
    ci_low,
    ci_high,
    n_a,
    n_b,
    n_base_families as n_clusters,
    round(df_den, 1) as df_den,
    coalesce(warning, '') as warning
from reporting.rpt_effects_at_size
inner join reporting.rpt_cohorts using (cohort_id)
where rpt_effects_at_size.status = 'ok' and group_b = 'pretrained'
order by n_evaluations desc, cohort_id asc, pair asc, benchmark_order asc, method asc, parameters_b asc;
