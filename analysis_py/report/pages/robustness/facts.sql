-- What the words of the page cite.
with
-- Pairs of groups in each population: how many decisions change with the method.
robustness_decisions as (
    with pairs as (
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

    wholes as (
        select
            cohort_id,
            count(*) as n_wholes,
            count(*) filter (where is_significant) as n_wholes_significant,
            count(*) filter (where is_significant_unadjusted) as n_wholes_unadjusted
        from reporting.rpt_analyses_of_variance
        group by cohort_id
    )

    select
        cohort_role,
        cohort_name,
        pairs.* exclude (cohort_id),
        wholes.* exclude (cohort_id)
    from reporting.rpt_cohorts
    inner join pairs using (cohort_id)
    inner join wholes using (cohort_id)
    order by cohort_role is distinct from 'paper', cohort_order
),

-- Bases that may be too small, in the fits of each population.
robustness_fits as (
    with bases as (
        select
            cohort_id,
            count(*) as n_curves,
            count(*) filter (where is_failing) as n_patterns,
            count(*) filter (where is_failing and is_used_up) as n_used_up
        from reporting.rpt_gamm_terms
        where engine = 'reml' and k_index is not null
        group by cohort_id
    )

    select
        cohort_role,
        bases.* exclude (cohort_id)
    from reporting.rpt_cohorts
    inner join bases using (cohort_id)
    order by cohort_role is distinct from 'paper', cohort_order
),

-- Contradictions within the printed tables, one line each.
robustness_flags as (
    select
        factor,
        benchmark_name,
        printed,
        detail
    from reporting.rpt_printed_flags
    order by factor, benchmark_order, flag_order
),

-- The printed tables: contradictions within them, and their decisions beside those on the rebuilt rows.
robustness_printed as (
    with printed as (
        select
            factor,
            count(*) as n_tables,
            sum(n_flags)::bigint as n_flags
        from reporting.rpt_printed_tables
        group by factor
    )

    select
        factor,
        n_tables,
        n_flags,
        count(*) as n_pairs,
        count(*) filter (where is_same_decision) as n_same,
        count(*) filter (where is_significant_published and not is_significant) as n_printed_only,
        count(*) filter (where is_significant and not is_significant_published) as n_rebuilt_only,
        median(abs(estimate - estimate_published)) as median_difference
    from reporting.rpt_printed_pairs
    inner join printed using (factor)
    group by factor, n_tables, n_flags
    order by list_position(['parameter_range', 'training_type', 'architecture_family', 'architecture_family_5'], factor)
),

-- What twice as many basis functions change of the curves of size.
robustness_wider_bases as (
    select
        cohort_name,
        count(*) as n_curves,
        count(*) filter (where is_failing) as n_patterns,
        count(*) filter (where is_failing_wider) as n_patterns_wider,
        median(widening_share) as median_share,
        max(widening_share) as largest_share,
        arg_max(benchmark_name, widening_share) as largest_benchmark
    from reporting.rpt_gamm_terms
    inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
    where is_failing_wider is not null
    group by cohort_id, cohort_name, n_evaluations
    order by n_evaluations asc, cohort_id asc
)

select
    array(select robustness_decisions from robustness_decisions) as robustness_decisions,
    array(select robustness_fits from robustness_fits) as robustness_fits,
    array(select robustness_flags from robustness_flags) as robustness_flags,
    array(select robustness_printed from robustness_printed) as robustness_printed,
    array(select robustness_wider_bases from robustness_wider_bases) as robustness_wider_bases;
