-- What the words of the page cite.
with
-- Pairs of groups in each population: how many decisions change with the method.
pairs as (
    select
        cohort_id,
        count(*) as n_pairs,
        count(*) filter (where is_significant) as n_significant,
        count(*) filter (where is_significant_benjamini_hochberg) as n_benjamini_hochberg,
        count(*) filter (where is_significant_unadjusted) as n_unadjusted,
        count(*) filter (where is_flip) as n_flips,
        count(*) filter (where is_flip and is_significant_pooled) as n_lost,
        count(*) filter (where is_flip and is_significant_separate) as n_gained
    from reporting.rpt_pair_decisions
    group by cohort_id
),

robustness_decisions as (
    select
        cohort_role,
        cohort_name,
        pairs.* exclude (cohort_id)
    from reporting.rpt_cohorts
    inner join pairs using (cohort_id)
    order by cohort_role is distinct from 'paper', cohort_order
),

-- Contradictions within the printed tables, one line each.
robustness_flags as (
    select
        factor,
        benchmark_name,
        detail
    from claims.published_table_flags
    order by factor, benchmark_order, flag_order
),

-- The printed tables: contradictions within them, and their decisions beside those on the rebuilt rows.
printed as (
    select
        factor,
        count(*) as n_tables,
        sum(n_flags)::bigint as n_flags
    from claims.published_tables_recovered
    group by factor
),

robustness_printed as (
    select
        factor,
        n_tables,
        n_flags,
        count(*) as n_pairs,
        count(*) filter (where is_same_decision) as n_same,
        count(*) filter (where is_significant_published and not is_significant) as n_printed_only,
        count(*) filter (where is_significant and not is_significant_published) as n_rebuilt_only
    from claims.published_pairs_compared
    inner join printed using (factor)
    group by factor, n_tables, n_flags
    order by list_position(['parameter_range', 'training_type', 'architecture_family', 'architecture_family_5'], factor)
)

select
    array(select robustness_decisions from robustness_decisions) as robustness_decisions,
    array(select robustness_flags from robustness_flags) as robustness_flags,
    array(select robustness_printed from robustness_printed) as robustness_printed;
