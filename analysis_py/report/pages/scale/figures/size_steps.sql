-- Gain from each range of size to the next: as the paper tested it, and with one cluster per base model.
with counts as (
    select
        cohort_id,
        benchmark_id,
        sum(n_obs)::bigint as n_obs
    from reporting.rpt_size_ranges
    group by cohort_id, benchmark_id
)

select
    cohort_id,
    benchmark_order,
    format('{} · n = {:,}', benchmark_name, n_obs) as panel,
    edge_b,
    if(is_default, 'one cluster per base model', 'rows treated as independent') as counted,
    regexp_replace(range_above || ' against ' || range_below, '[\[(]([0-9.]+),([0-9.]+)[\])]', '\1–\2 B', 'g') as step,
    n_below,
    n_above,
    estimate,
    ci_low,
    ci_high,
    p_adjusted,
    if(decision in ('gain', 'loss'), 'significant', 'not significant') as decision,
    warning
from reporting.rpt_size_steps
inner join counts using (cohort_id, benchmark_id)
where status = 'ok' and (method = 'tukey_kramer' or is_default)
order by cohort_id, benchmark_order, edge_b, counted;
