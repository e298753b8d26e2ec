-- Pairs of groups with a base family as the unit, or a model generation where architectures are compared: the
-- one place that says which comparison the sound basis rests on. It takes the default of a pair, whose level
-- holds under the worst null, and of training types the difference adjusted for size and architecture
-- (ancova). A pair whose test cannot decide, or whose decision depends on the measurement error of the sizes, stays without an interval and a p-value: it may differ or not. Two groups are shown equal where
-- that interval lies within the margin.
{% set margin = var('equivalence_margin_pct') %}

with size_dependent as (

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

compared as (

    select
        *,
        false as is_size_adjusted,
        {{ clustered_method_name('method') }} as method_name
    from {{ ref('stat_cluster_robust') }}
    -- a pair that no test decides stays where its groups could differ as others do, so that it counts as open
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
        coalesce({{ holds_level('type1_error_calibrated') }}, false) as holds_level,
        holds_level and not {{ has_few_df('warning') }} as can_decide,
        'adjusted for size and architecture, clustered on base family and calibrated' as method_name
    from {{ ref('stat_adjusted_pairs') }}
    where method = 'ancova' and p_adjusted is not null

),

decided as (

    select
        compared.* replace (compared.can_decide and size_dependent.is_size_dependent is null as can_decide),
        {{ has_few_df('compared.warning') }} as has_few_df,
        size_dependent.is_size_dependent
    from compared
    left join size_dependent using (cohort_id, factor, benchmark_id, group_a, group_b)

)

select
    cohort_id,
    factor,
    benchmark_id,
    group_a,
    group_b,
    n_a,
    n_b,
    n_clusters_a as n_bases_a,
    n_clusters_b as n_bases_b,
    estimate,
    case when can_decide then ci_low end as ci_low,
    case when can_decide then ci_high end as ci_high,
    case when can_decide then p_adjusted end as p_adjusted,
    is_size_adjusted,
    type1_error,
    concat(
        case
            when can_decide then ''
            when type1_error is null then concat(status, ': ')
            when has_few_df then 'fewer than 4 degrees of freedom decide nothing: '
            when is_size_dependent then 'the decision depends on the measurement error of the sizes: '
            else 'the test does not hold its level here: '
        end,
        method_name,
        ', wrong in ' || {{ short('100 * type1_error', 2) }} || ' % of simulated samples without a difference under the worst null (' || type1_error_null || ')'
    ) as pair_method,
    coalesce(can_decide and ci_low > -{{ margin }} and ci_high < {{ margin }}, false) as is_equivalent
from decided
