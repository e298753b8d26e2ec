-- The same weights with and without reasoning: means over the models that were run in both modes.
select
    cohort_id,
    regexp_replace(benchmark_name, ' \([^()]*\)$', '')
    || '|' || n_pairs || ' models of ' || n_developers || ' developers' as label,
    mean_b as without_pct,
    mean_a as with_pct,
    estimate,
    std_dev,
    share_positive,
    n_pairs,
    n_developers,
    coalesce(warning, '') as warning
from statistics.stat_field_modes
inner join marts.dim_cohorts using (cohort_id)
where stat_field_modes.status = 'ok' and comparison = 'reasoning - not reasoning' and is_widest
order by estimate desc, label asc;
