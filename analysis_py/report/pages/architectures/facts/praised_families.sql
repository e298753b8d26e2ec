-- The families that the paper calls particularly effective, in its own population.
with means as (
    select
        *,
        sum(n_obs * mean) over (partition by benchmark_id) / sum(n_obs) over (partition by benchmark_id) as overall,
        rank() over (partition by benchmark_id order by mean) as rank_from_last
    from reporting.rpt_group_means
    where cohort_id = 'paper_2024_01' and factor = 'architecture_family' and n_obs > 0
),

pairs as (
    select
        unnest([group_a, group_b]) as level,
        is_significant
    from reporting.rpt_group_differences
    where cohort_id = 'paper_2024_01' and factor = 'architecture_family' and method = 'tukey_kramer'
),

significant as (
    select
        level,
        count(*) filter (where is_significant) as n_significant,
        count(*) as n_pairs
    from pairs
    group by all
),

bases as (
    select unnest([{ 'level': group_a, 'n': n_clusters_a }, { 'level': group_b, 'n': n_clusters_b }], recursive := true)
    from statistics.stat_cluster_robust
    where cohort_id = 'paper_2024_01' and factor = 'architecture_family'
)

select
    level,
    max(n_obs) as n_obs,
    coalesce((
        select max(n) from bases
        where bases.level = means.level
    ), 0) as n_bases,
    count(*) as n_benchmarks,
    count(*) filter (where mean > overall) as n_above,
    count(*) filter (where rank_from_last = 1) as n_last,
    any_value(n_significant) as n_significant,
    any_value(n_pairs) as n_pairs
from means
inner join significant using (level)
where
    level in (
        select level_a from claims.dim_claims
        where claim_source = 'paper' and topic = 'arch_effectiveness'
    )
group by all
order by n_significant desc, level asc;
