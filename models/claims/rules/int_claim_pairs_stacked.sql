-- Pairs of groups on every basis, in both directions, since a claim names them in either.
-- Equivalent means within ±2 points, by the TOST and by the interval that allows for dependent
-- fine-tunes; the TOST alone takes evaluations as independent.
with published as (

    select * from {{ ref('int_published_tukey_pairs_keyed') }}

),

equivalence as (

    select
        cohort_id,
        factor,
        benchmark_id,
        group_a,
        group_b,
        is_equivalent
    from {{ ref('stat_equivalence') }}

),

pairs as (

    select
        'published' as basis,
        'paper_2024_01' as cohort_id,
        factor,
        benchmark_id,
        group_a,
        group_b,
        null::bigint as n_a,
        null::bigint as n_b,
        estimate,
        ci_low,
        ci_high,
        p_adjusted,
        null::boolean as is_equivalent,
        'printed Tukey pair' as pair_method
    from published
    union all
    -- the difference is as printed; its p-value is what the sizes and the variance recovered give
    select
        'recovered' as basis,
        'paper_2024_01' as cohort_id,
        recovered.factor,
        recovered.benchmark_id,
        recovered.group_a,
        recovered.group_b,
        sizes_a.n_obs as n_a,
        sizes_b.n_obs as n_b,
        published.estimate,
        published.ci_low,
        published.ci_high,
        recovered.p_adjusted,
        null::boolean as is_equivalent,
        'recovered Tukey pair' as pair_method
    from {{ ref('published_pairs_recovered') }} as recovered
    inner join published using (factor, benchmark_id, group_a, group_b)
    left join {{ ref('published_groups_recovered') }} as sizes_a
        on recovered.factor = sizes_a.factor
        and recovered.benchmark_id = sizes_a.benchmark_id
        and recovered.group_a = sizes_a.level
    left join {{ ref('published_groups_recovered') }} as sizes_b
        on recovered.factor = sizes_b.factor
        and recovered.benchmark_id = sizes_b.benchmark_id
        and recovered.group_b = sizes_b.level
    where recovered.p_adjusted is not null
    union all
    select
        'same_method' as basis,
        cohort_id,
        factor,
        benchmark_id,
        group_a,
        group_b,
        n_a,
        n_b,
        estimate,
        ci_low,
        ci_high,
        p_adjusted,
        null::boolean as is_equivalent,
        'Tukey-Kramer' as pair_method
    from {{ ref('stat_pairwise') }}
    where method = 'tukey_kramer' and p_adjusted is not null
    union all
    -- fine-tunes of one base are dependent, so the sound comparison is clustered on base family
    select
        'sound_method' as basis,
        cohort_id,
        factor,
        benchmark_id,
        group_a,
        group_b,
        n_a,
        n_b,
        estimate,
        ci_low,
        ci_high,
        p_adjusted,
        coalesce(equivalence.is_equivalent and ci_low > -2 and ci_high < 2, false) as is_equivalent,
        concat(
            {{ clustered_method_name('method') }}, ', size ', round(100 * simulated_size, 1), ' % at 5 %'
        ) as pair_method
    from {{ ref('stat_cluster_robust') }} as robust
    left join equivalence using (cohort_id, factor, benchmark_id, group_a, group_b)
    where robust.is_default and robust.holds_level and robust.status = 'ok' and robust.factor != 'training_type'
    union all
    -- and training types are compared at one mix of sizes, with which type is confounded
    select
        'sound_method' as basis,
        adjusted.cohort_id,
        adjusted.factor,
        adjusted.benchmark_id,
        adjusted.group_a,
        adjusted.group_b,
        adjusted.n_a,
        adjusted.n_b,
        adjusted.estimate,
        adjusted.ci_low,
        adjusted.ci_high,
        adjusted.p_adjusted,
        coalesce(equivalence.is_equivalent and adjusted.ci_low > -2 and adjusted.ci_high < 2, false) as is_equivalent,
        'size-adjusted, clustered' as pair_method
    from {{ ref('stat_adjusted_pairs') }} as adjusted
    left join equivalence
        on adjusted.cohort_id = equivalence.cohort_id
        and adjusted.factor = equivalence.factor
        and adjusted.benchmark_id = equivalence.benchmark_id
        and adjusted.group_a = equivalence.group_a
        and adjusted.group_b = equivalence.group_b
    where adjusted.method = 'g_computation' and adjusted.p_adjusted is not null

)

select * from pairs
union all by name
select
    * replace (
        group_b as group_a,
        group_a as group_b,
        n_b as n_a,
        n_a as n_b,
        -estimate as estimate,
        -ci_high as ci_low,
        -ci_low as ci_high
    )
from pairs
