-- How each family of architectures stands in its population: above the mean, last, and in how many
-- significant pairs.
with means as (

    select
        *,
        sum(n_obs * mean) over (partition by cohort_id, benchmark_id)
        / sum(n_obs) over (partition by cohort_id, benchmark_id) as overall,
        rank() over (partition by cohort_id, benchmark_id order by mean) as rank_from_last
    from {{ ref('rpt_group_means') }}
    where factor = 'architecture_family' and n_obs > 0

),

standings as (

    select
        cohort_id,
        cohort_name,
        cohort_role,
        level as architecture_family,
        max(n_obs) as n_obs,
        count(*) as n_benchmarks,
        count(*) filter (where mean > overall) as n_above,
        count(*) filter (where rank_from_last = 1) as n_last
    from means
    group by all

),

sides as (

    select
        cohort_id,
        method,
        is_significant,
        unnest([
            { 'architecture_family': group_a, 'n': n_clusters_a },
            { 'architecture_family': group_b, 'n': n_clusters_b }
        ], recursive := true)
    from {{ ref('rpt_group_differences') }}
    where factor = 'architecture_family'

),

pairs as (

    select
        cohort_id,
        architecture_family,
        coalesce(max(n), 0) as n_bases,
        count(*) filter (where method = 'tukey_kramer' and is_significant) as n_significant,
        count(*) filter (where method = 'tukey_kramer') as n_pairs
    from sides
    group by all

)

select
    standings.*,
    pairs.n_bases,
    pairs.n_significant,
    pairs.n_pairs
from standings
inner join pairs using (cohort_id, architecture_family)
