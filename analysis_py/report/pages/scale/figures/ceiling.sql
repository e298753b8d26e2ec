-- Steps of size on the evaluations of the paper's day whose average is at most a ceiling.
select
    regexp_replace(group_a || ' against ' || group_b, '[\[(]([0-9.]+),([0-9.]+)[\])]', '\1–\2 B', 'g') as step,
    benchmark_order,
    format('{} · n up to {:,}', benchmark_name, max(n_a + n_b) over (partition by comparison, benchmark_id)) as panel,
    coalesce(cutoff_pct, 101) as ceiling_order,
    coalesce(format('{:g}', cutoff_pct), 'none') as ceiling,
    n_a as n_above,
    n_b as n_below,
    estimate,
    ci_low,
    ci_high,
    decision
from reporting.rpt_selection
where cohort_role = 'headline' and factor = 'parameter_range' and method = 'welch' and status = 'ok'
order by list_position([
    'from_7b_minus_from_3b', 'from_3b_minus_smallest', 'from_13b_minus_from_7b',
    'from_35b_minus_from_13b'
], comparison), benchmark_order, ceiling_order;
