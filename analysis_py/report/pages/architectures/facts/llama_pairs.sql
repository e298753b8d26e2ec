-- Llama beside the families that the paper calls equivalent to it, on the benchmarks where it does.
with pairs as (
    select
        cohort_id,
        benchmark_id,
        method,
        if(group_a = 'Llama', group_b, group_a) as other,
        if(group_a = 'Llama', n_a, n_b) as n_llama,
        if(group_a = 'Llama', n_b, n_a) as n_other,
        if(group_a = 'Llama', estimate, -estimate) as ahead,
        p_adjusted,
        is_significant,
        df_den,
        is_default
    from reporting.rpt_group_differences
    where factor = 'architecture_family' and 'Llama' in (group_a, group_b) and status = 'ok'
),

equal as (
    select
        cohort_id,
        benchmark_id,
        if(group_a = 'Llama', group_b, group_a) as other,
        decision,
        smallest_margin_pct
    from statistics.stat_equivalence
    where factor = 'architecture_family' and 'Llama' in (group_a, group_b) and status = 'ok'
),

numbered as (
    select
        claim_id,
        benchmark_id,
        level_b as other
    from claims.dim_claims
    where claim_source = 'paper' and topic = 'arch_equivalence' and level_a = 'Llama'
)

select
    cohort_id,
    cohort_name,
    claim_id,
    benchmark_name,
    other,
    raw.n_llama,
    raw.n_other,
    raw.ahead,
    raw.is_significant as is_significant_raw,
    clustered.is_significant as is_significant_clustered,
    clustered.df_den < 4 as is_untrusted,
    decision,
    smallest_margin_pct
from numbered
inner join pairs as raw using (benchmark_id, other)
inner join equal using (cohort_id, benchmark_id, other)
inner join marts.dim_cohorts using (cohort_id)
inner join marts.dim_benchmarks using (benchmark_id)
left join pairs as clustered
    on raw.cohort_id = clustered.cohort_id and raw.benchmark_id = clustered.benchmark_id
    and raw.other = clustered.other and clustered.is_default
where cohort_id in ('paper_2024_01', 'january_2024') and raw.method = 'tukey_kramer'
order by cohort_id desc, claim_id asc;
