-- Steps of size on the evaluations of the paper's day whose average
-- is at most a ceiling; one is the paper's own.
with papers as (
    select regexp_extract(any_value(predicate), 'average_pct <= ([0-9.]+)', 1) as cutoff
    from marts.dim_cohorts
    where cohort_role = 'paper'
)

select
    regexp_replace(
        group_a || ' against ' || group_b, '[\[(]([0-9.]+),([0-9.]+)[\])]', '\1–\2 B', 'g'
    ) as step,
    benchmark_order,
    benchmark_name,
    coalesce(cutoff_pct, 101) as ceiling_order,
    coalesce(format('{:g}', cutoff_pct), 'all') as ceiling,
    n_a as n_above,
    n_b as n_below,
    estimate,
    ci_low,
    ci_high,
    coalesce(cutoff_pct = try_cast(papers.cutoff as double), false) as is_papers,
    ceiling_order = max(ceiling_order) over (partition by comparison, benchmark_id) as is_last
from statistics.stat_selection, papers
where cohort_role = 'headline' and factor = 'parameter_range' and method = 'welch' and status = 'ok'
order by list_position([
    'from_7b_minus_from_3b', 'from_3b_minus_smallest', 'from_13b_minus_from_7b',
    'from_35b_minus_from_13b'
], comparison), benchmark_order, ceiling_order;
