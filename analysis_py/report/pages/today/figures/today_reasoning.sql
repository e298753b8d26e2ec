-- The same weights with and without reasoning: means over the models that were run in both modes.
with populations as (

    select cohort_id
    from marts.dim_cohorts
    qualify row_number() over (partition by snapshot_id order by n_evaluations desc, cohort_id asc) = 1

)

select
    benchmarks.benchmark_name || '|' || modes.n_pairs || ' models of ' || modes.n_developers || ' developers' as label,
    modes.mean_b as without_pct,
    modes.mean_a as with_pct,
    modes.estimate,
    modes.std_dev,
    modes.share_positive,
    modes.n_pairs,
    modes.n_developers,
    coalesce(modes.warning, '') as warning
from statistics.stat_field_modes as modes
semi join populations on modes.cohort_id = populations.cohort_id
inner join marts.dim_benchmarks as benchmarks on modes.benchmark_id = benchmarks.benchmark_id
where modes.status = 'ok' and modes.comparison = 'reasoning − not reasoning'
order by modes.estimate desc, label asc;
