-- Mean score of each architecture family, with two standard errors and the letters of its comparisons.
select
    cohort_id,
    benchmark_order,
    format('{} · n = {:,}', benchmark_name, sum(n_obs) over panel::bigint) as panel,
    format('{} ({:,})', level, n_obs) as label,
    mean,
    two_se_low,
    two_se_high,
    coalesce(letters_tukey_kramer, '') as letters_tukey_kramer
from reporting.rpt_group_means
where factor = 'architecture_family' and n_obs > 0
window panel as (partition by cohort_id, benchmark_order)
order by cohort_id asc, benchmark_order asc, mean desc, level asc;
