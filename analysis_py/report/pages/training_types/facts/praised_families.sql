-- The families that the paper calls particularly effective, in its own population.
with means as (
    select
        *,
        sum(n_obs * mean) over (partition by benchmark_id) / sum(n_obs) over (partition by benchmark_id) as overall,
        rank() over (partition by benchmark_id order by mean) as rank_from_last
    from reporting.rpt_group_means
    where cohort_role = 'paper' and factor = 'architecture_family' and n_obs > 0
),

pairs as (
    select
        unnest([{ 'level': group_a, 'n': n_clusters_a }, { 'level': group_b, 'n': n_clusters_b }], recursive := true),
        method,
        is_significant
    from reporting.rpt_group_differences
    where cohort_role = 'paper' and factor = 'architecture_family'
),

counted as (
    select
        level,
        coalesce(max(n), 0) as n_bases,
        count(*) filter (where method = 'tukey_kramer' and is_significant) as n_significant,
        count(*) filter (where method = 'tukey_kramer') as n_pairs
    from pairs
    group by level
)

select
    level,
    max(n_obs) as n_obs,
    n_bases,
    count(*) as n_benchmarks,
    count(*) filter (where mean > overall) as n_above,
    count(*) filter (where rank_from_last = 1) as n_last,
    n_significant,
    n_pairs
from means
inner join counted using (level)
where level in (select level_a from reporting.rpt_claims where claim_source = 'paper' and topic = 'arch_effectiveness')
group by level, n_bases, n_significant, n_pairs
order by n_significant desc, level asc;
