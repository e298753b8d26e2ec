-- Pairs of groups with a base family as the unit: the one place that says which comparison the sound
-- basis rests on. It takes the method that holds its level on a pair and sees most there. A pair where
-- none does stays, without an interval and a p-value: it may differ or not. So does a pair of size ranges
-- whose decision depends on the measurement error of the sizes. Two groups are shown equal
-- where their means lie within the margin by the TOST and by the interval that allows for dependent
-- fine-tunes; the TOST alone takes evaluations as independent.
with equivalence as (

    select
        cohort_id,
        factor,
        benchmark_id,
        group_a,
        group_b,
        is_equivalent
    from {{ ref('stat_equivalence') }}

),

adjusted as (

    select
        *,
        coalesce(calibrated_size between 0.03 and 0.07, false) as holds_level
    from {{ ref('stat_adjusted_pairs') }}

),

size_dependent as (

    select
        cohort_id,
        'parameter_range' as factor,
        benchmark_id,
        group_a,
        group_b,
        true as is_size_dependent
    from {{ ref('stat_size_error_sensitivity') }}
    where is_cohort_scheme and sizes = 'resolved' and not is_size_robust

),

robust as (

    select
        *,
        holds_level and is_size_dependent is null as can_decide
    from {{ ref('stat_cluster_robust') }}
    left join size_dependent using (cohort_id, factor, benchmark_id, group_a, group_b)

),

pairs as (

    select
        robust.cohort_id,
        robust.factor,
        robust.benchmark_id,
        robust.group_a,
        robust.group_b,
        robust.n_a,
        robust.n_b,
        robust.n_clusters_a as n_bases_a,
        robust.n_clusters_b as n_bases_b,
        robust.estimate,
        case when robust.can_decide then robust.ci_low end as ci_low,
        case when robust.can_decide then robust.ci_high end as ci_high,
        case when robust.can_decide then robust.p_adjusted end as p_adjusted,
        false as is_size_adjusted,
        robust.simulated_size,
        concat(
            case
                when robust.can_decide then ''
                when robust.holds_level then 'the decision depends on the measurement error of the sizes: '
                else 'no method holds its level here: '
            end,
            {{ clustered_method_name('robust.method') }}, ', wrong in ',
            {{ short('100 * robust.simulated_size', 2) }}, ' % of simulated samples without a difference'
        ) as comparison
    from robust
    -- a pair that no method can test was given two bases or more in either group, and stays
    where robust.is_default and (robust.status = 'ok' or not robust.holds_level)
    union all
    -- training types at one mix of sizes, with which type is confounded
    select
        adjusted.cohort_id,
        adjusted.factor,
        adjusted.benchmark_id,
        adjusted.group_a,
        adjusted.group_b,
        adjusted.n_a,
        adjusted.n_b,
        adjusted.n_clusters_a as n_bases_a,
        adjusted.n_clusters_b as n_bases_b,
        adjusted.estimate,
        if(adjusted.holds_level, adjusted.estimate - adjusted.critical_t * adjusted.std_error, null) as ci_low,
        if(adjusted.holds_level, adjusted.estimate + adjusted.critical_t * adjusted.std_error, null) as ci_high,
        if(adjusted.holds_level, adjusted.p_adjusted_calibrated, null) as p_adjusted,
        true as is_size_adjusted,
        adjusted.calibrated_size as simulated_size,
        concat(
            if(adjusted.holds_level, '', 'the method does not hold its level here: '),
            'at one mix of sizes, clustered on base family and calibrated, wrong in ',
            {{ short('100 * adjusted.calibrated_size', 2) }}, ' % of simulated samples without a difference'
        ) as comparison
    from adjusted
    where adjusted.method = 'g_computation' and adjusted.p_adjusted is not null

)

select
    pairs.*,
    coalesce(
        equivalence.is_equivalent
        and pairs.ci_low > -{{ var('equivalence_margin_pct') }} and pairs.ci_high < {{ var('equivalence_margin_pct') }},
        false
    ) as is_equivalent
from pairs
left join equivalence using (cohort_id, factor, benchmark_id, group_a, group_b)
