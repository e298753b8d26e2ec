-- Pairs of groups on every basis, in both directions, since a claim names them in either. The one place that
-- says which comparison the sound basis rests on: with a base family as the unit, or a model generation where
-- architectures are compared, the default of a pair, whose level holds under the worst null; and of training
-- types the difference adjusted for size and architecture (ancova). A pair whose test cannot decide, or whose
-- decision depends on the measurement error of the sizes, stays without an interval and a p-value: it may
-- differ or not. Two groups are shown equal where that interval lies within the margin.
{% set margin = var('equivalence_margin_pct') %}

with printed as (

    select
        pairs.*,
        papers_rows.cohort_id
    from {{ ref('int_published_tukey_pairs_keyed') }} as pairs
    cross join {{ ref('int_claim_printed_population') }} as papers_rows

),

group_sizes as (

    select
        factor,
        benchmark_id,
        level,
        n_obs
    from {{ ref('published_groups_recovered') }}

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

clustered as (

    select
        *,
        false as is_size_adjusted,
        {{ clustered_method_name('method') }} as method_name
    from {{ ref('stat_cluster_robust') }}
    -- an undecided pair stays if its groups could differ, and counts as open
    where
        is_default and n_a > 0 and n_b > 0
        and (status = 'ok' or not holds_level or {{ cluster_unit('factor') }} = 'model generation')
    union all by name
    -- training types adjusted for size, with which type is confounded
    select
        * replace (
            ci_low_calibrated as ci_low,
            ci_high_calibrated as ci_high,
            p_adjusted_calibrated as p_adjusted,
            type1_error_calibrated as type1_error
        ),
        true as is_size_adjusted,
        coalesce({{ holds_level('type1_error_calibrated') }}, false) and not {{ has_few_df('warning') }} as can_decide,
        'adjusted for size and architecture, clustered on base family and calibrated' as method_name
    from {{ ref('stat_adjusted_pairs') }}
    where method = 'ancova' and p_adjusted is not null

),

decided as (

    select
        clustered.* replace (clustered.can_decide and size_dependent.is_size_dependent is null as can_decide),
        size_dependent.is_size_dependent
    from clustered
    left join size_dependent using (cohort_id, factor, benchmark_id, group_a, group_b)

),

pairs as (

    select
        *,
        'published' as basis,
        'Tukey''s test as printed' as pair_method
    from printed
    union all by name
    -- the difference is as printed; its p-value is what the sizes and the variance recovered give
    select
        printed.* replace (recovered.p_adjusted as p_adjusted),
        sizes_a.n_obs as n_a,
        sizes_b.n_obs as n_b,
        'recovered' as basis,
        'Tukey''s test with the recovered sizes' as pair_method
    from printed
    inner join {{ ref('published_pairs_recovered') }} as recovered using (factor, benchmark_id, group_a, group_b)
    left join group_sizes as sizes_a
        on (printed.factor, printed.benchmark_id, printed.group_a) = (sizes_a.factor, sizes_a.benchmark_id, sizes_a.level)
    left join group_sizes as sizes_b
        on (printed.factor, printed.benchmark_id, printed.group_b) = (sizes_b.factor, sizes_b.benchmark_id, sizes_b.level)
    where recovered.p_adjusted is not null
    union all by name
    select
        columns(lambda name: name in (
            'cohort_id', 'factor', 'benchmark_id', 'group_a', 'group_b', 'n_a', 'n_b', 'estimate', 'ci_low', 'ci_high', 'p_adjusted'
        )),
        'same_method' as basis,
        'Tukey''s test' as pair_method
    from {{ ref('stat_pairwise') }}
    where method = 'tukey_kramer' and p_adjusted is not null
    union all by name
    select
        columns(lambda name: name in (
            'cohort_id', 'factor', 'benchmark_id', 'group_a', 'group_b', 'n_a', 'n_b', 'estimate', 'type1_error'
        )),
        -- those of training types are one reading of a claim, not what counts and places rest on
        if(
            factor = 'training_type' and not is_size_adjusted, 'sound_method, unadjusted', 'sound_method'
        ) as basis,
        n_clusters_a as n_bases_a,
        n_clusters_b as n_bases_b,
        case when can_decide then decided.ci_low end as ci_low,
        case when can_decide then decided.ci_high end as ci_high,
        case when can_decide then decided.p_adjusted end as p_adjusted,
        coalesce(
            can_decide and decided.ci_low > -{{ margin }} and decided.ci_high < {{ margin }}, false
        ) as is_equivalent,
        concat(
            case
                when can_decide then ''
                when type1_error is null then concat(status, ': ')
                when {{ has_few_df('warning') }} then 'fewer than 4 degrees of freedom decide nothing: '
                when not is_safe_from_outliers then 'with one outlier in ten clusters it would err too often, and their sign test disagrees: '
                when is_size_dependent then 'the decision depends on the measurement error of the sizes: '
                else 'the test does not hold its level here: '
            end,
            method_name,
            ', wrong in ' || {{ format_number('100 * type1_error', 2) }} || ' % of simulated samples without a difference under the worst null (' || type1_error_null || ')'
        ) as pair_method
    from decided

)

select * from pairs
union all by name
select
    * replace (
        group_b as group_a,
        group_a as group_b,
        n_b as n_a,
        n_a as n_b,
        n_bases_b as n_bases_a,
        n_bases_a as n_bases_b,
        -estimate as estimate,
        -ci_high as ci_low,
        -ci_low as ci_high
    )
from pairs
