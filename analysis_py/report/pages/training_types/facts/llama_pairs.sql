-- Llama beside the families that the paper calls equivalent to it, on the benchmarks where it does.
with numbered as (
    select distinct
        claim_id,
        benchmark_id,
        level_a,
        level_b
    from reporting.rpt_claims
    where claim_source = 'paper' and topic = 'arch_equivalence' and level_a = 'Llama'
),

pairs as (
    select
        *,
        if(group_a = level_a, n_b, n_a) as n_other,
        if(group_a = level_a, estimate, -estimate) as ahead
    from reporting.rpt_group_differences
    inner join numbered using (benchmark_id)
    where factor = 'architecture_family' and status = 'ok' and level_a in (group_a, group_b) and level_b in (group_a, group_b)
)

select
    cohort_role,
    cohort_name,
    claim_id,
    benchmark_name,
    level_b as other,
    raw.n_other,
    raw.ahead,
    raw.is_significant as is_significant_raw,
    clustered.is_significant as is_significant_clustered,
    clustered.has_few_df as is_untrusted,
    decision
from pairs as raw
inner join statistics.stat_equivalence
    using (cohort_id, cohort_name, cohort_role, benchmark_id, benchmark_name, factor, group_a, group_b)
left join (from pairs where is_default) as clustered using (cohort_id, claim_id, level_b)
where cohort_role in ('paper', 'headline') and raw.method = 'tukey_kramer' and stat_equivalence.status = 'ok'
order by cohort_role desc, claim_id asc;
