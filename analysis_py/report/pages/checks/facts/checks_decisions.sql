-- Pairs of groups in each population: how many decisions change with the method.
with pairs as (
    select
        cohort_id,
        count(*) as n_pairs,
        count(*) filter (where is_significant) as n_significant,
        count(*) filter (where is_significant_benjamini_hochberg) as n_benjamini_hochberg,
        count(*) filter (where is_significant_unadjusted) as n_unadjusted
    from statistics.stat_multiplicity
    where method = 'tukey_kramer' and status = 'ok'
    group by cohort_id
),

wholes as (
    select
        cohort_id,
        count(*) as n_wholes,
        count(*) filter (where is_significant) as n_wholes_significant,
        count(*) filter (where is_significant_unadjusted) as n_wholes_unadjusted
    from statistics.stat_multiplicity
    where method = 'classic' and status = 'ok'
    group by cohort_id
),

flips as (
    select
        cohort_id,
        count(*) as n_flips,
        count(*) filter (where is_significant_pooled) as n_lost,
        count(*) filter (where is_significant_separate) as n_gained
    from statistics.stat_decision_flips
    where pooled_method = 'tukey_kramer'
    group by cohort_id
),

resampled as (
    select
        cohort_id,
        count(*) as n_resampled,
        count(*) filter (
            where (robust.ci_low * robust.ci_high > 0) != (resampled.ci_low * resampled.ci_high > 0)
        ) as n_apart_unadjusted,
        median((resampled.ci_high - resampled.ci_low) / nullif(robust.ci_high - robust.ci_low, 0)) as median_ratio,
        max(resampled.n_samples) as n_samples
    from statistics.stat_cluster_robust as robust
    inner join statistics.stat_cluster_bootstrap as resampled
        using (cohort_id, benchmark_id, factor, group_a, group_b)
    where robust.method = 'cr2' and robust.status = 'ok' and resampled.status = 'ok'
    group by cohort_id
)

select
    cohort_id,
    cohort_name,
    n_pairs,
    n_significant,
    n_benjamini_hochberg,
    n_unadjusted,
    n_wholes,
    n_wholes_significant,
    n_wholes_unadjusted,
    coalesce(n_flips, 0) as n_flips,
    coalesce(n_lost, 0) as n_lost,
    coalesce(n_gained, 0) as n_gained,
    n_resampled,
    n_apart_unadjusted,
    median_ratio,
    n_samples
from marts.dim_cohorts
inner join marts.dim_snapshots using (snapshot_id)
inner join pairs using (cohort_id)
inner join wholes using (cohort_id)
left join flips using (cohort_id)
left join resampled using (cohort_id)
order by cohort_id != 'paper_2024_01', taken_on, n_evaluations, cohort_id;
