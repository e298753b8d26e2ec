-- The differences of training types that hold something equal, with the spread of scores within the
-- two types by which they are measured.
with differences as (

    select
        cohort_id,
        benchmark_id,
        factor,
        method,
        group_a,
        group_b,
        n_a,
        n_b,
        estimate,
        std_error,
        df_den,
        ci_low,
        ci_high,
        warning,
        is_significant,
        status
    from (
        -- the limits that decide
        select * replace (ci_low_calibrated as ci_low, ci_high_calibrated as ci_high)
        from {{ ref('stat_adjusted_pairs') }}
        union all by name
        select * from {{ ref('stat_within_base') }}
        -- the others hold nothing equal, or are these two with other weights
        where method in ('fixed effects', 'mixed, within')
    ) as compared

)

select
    differences.*,
    sqrt(
        ((a.n_obs - 1) * a.std_dev ** 2 + (b.n_obs - 1) * b.std_dev ** 2) / nullif(a.n_obs + b.n_obs - 2, 0)
    ) as pooled_std_dev
from differences
left join {{ ref('stat_group_summaries') }} as a
    on differences.cohort_id = a.cohort_id
    and differences.benchmark_id = a.benchmark_id
    and differences.factor = a.factor
    and differences.group_a = a.level
left join {{ ref('stat_group_summaries') }} as b
    on differences.cohort_id = b.cohort_id
    and differences.benchmark_id = b.benchmark_id
    and differences.factor = b.factor
    and differences.group_b = b.level
