-- How far Llama is ahead of each other architecture family, with independent rows and clustered by model generation.
select
    cohort_id,
    benchmark_order,
    format('{} · Llama n = {:,}', benchmark_name, if(group_a = 'Llama', n_a, n_b)) as panel,
    format('{} ({:,})', if(group_a = 'Llama', group_b, group_a), if(group_a = 'Llama', n_b, n_a)) as label,
    if(is_default, 'raw, clustered by generation', method_name) as method_name,
    if(group_a = 'Llama', estimate, -estimate) as ahead,
    if(group_a = 'Llama', ci_low, -ci_high) as ahead_low,
    if(group_a = 'Llama', ci_high, -ci_low) as ahead_high,
    is_significant
from reporting.rpt_group_differences
where
    factor = 'architecture_family' and (method = 'tukey_kramer' or is_default)
    and 'Llama' in (group_a, group_b) and status = 'ok'
    -- a clustered interval of fewer degrees of freedom deserves no trust
    and (method = 'tukey_kramer' or df_den >= 4)
order by cohort_id asc, benchmark_order asc, label asc, method desc;
