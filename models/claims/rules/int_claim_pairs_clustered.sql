-- Pairs of groups with clustered rows: the one place that says which comparison the sound basis rests on.
-- With a base family as the unit, or a model generation where architectures are compared, it is the default
-- of a pair, whose level holds under the worst null; and of training types the difference adjusted for size
-- and architecture (ancova). A decision that depends on the measurement error of the sizes is none.
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
        coalesce({{ holds_level('type1_error_calibrated') }}, false)
        and not {{ has_few_df('warning') }} as can_decide,
        'It is adjusted for size and architecture, clustered by base and calibrated' as method_name
    from {{ ref('stat_adjusted_pairs') }}
    where method = 'ancova' and p_adjusted is not null

),

decided as (

    select
        clustered.* replace (clustered.can_decide and size_dependent.is_size_dependent is null as can_decide),
        size_dependent.is_size_dependent
    from clustered
    left join size_dependent using (cohort_id, factor, benchmark_id, group_a, group_b)

)

select
    *,
    method_name as pair_method,
    'No test decides: ' || case
        when can_decide then null
        when type1_error is null then status
        when {{ has_few_df('warning') }} then 'it has fewer than 4 degrees of freedom'
        when not is_safe_from_outliers
            then 'with one outlier in ten clusters it errs too often, and the sign test disagrees'
        when is_size_dependent then 'the result depends on the measurement error of the sizes'
        else 'it does not hold its level here'
    end as no_decision
from decided
