-- Pairs of groups on every basis, in both directions, since a claim names them in either. Two groups are
-- shown equal where the interval of their difference lies within the margin. A pair whose test cannot decide
-- stays without an interval and a p-value: it may differ or not.
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

pairs as (

    select
        *,
        'published' as basis,
        'This is Tukey''s test as printed' as pair_method
    from printed
    union all by name
    -- the difference is as printed; its p-value is what the sizes and the variance recovered give
    select
        printed.* replace (recovered.p_adjusted as p_adjusted),
        sizes_a.n_obs as n_a,
        sizes_b.n_obs as n_b,
        'recovered' as basis,
        'This is Tukey''s test with the recovered sizes' as pair_method
    from printed
    inner join {{ ref('published_pairs_recovered') }} as recovered
        using (factor, benchmark_id, group_a, group_b)
    left join group_sizes as sizes_a
        on
        (printed.factor, printed.benchmark_id, printed.group_a)
        = (sizes_a.factor, sizes_a.benchmark_id, sizes_a.level)
    left join group_sizes as sizes_b
        on
        (printed.factor, printed.benchmark_id, printed.group_b)
        = (sizes_b.factor, sizes_b.benchmark_id, sizes_b.level)
    where recovered.p_adjusted is not null
    union all by name
    select
        columns(lambda name: name in (
            'cohort_id', 'factor', 'benchmark_id', 'group_a', 'group_b', 'n_a', 'n_b',
            'estimate', 'ci_low', 'ci_high', 'p_adjusted'
        )),
        'same_method' as basis,
        'This is Tukey''s test' as pair_method
    from {{ ref('stat_pairwise') }}
    where method = 'tukey_kramer' and p_adjusted is not null
    union all by name
    select
        columns(lambda name: name in (
            'cohort_id', 'factor', 'benchmark_id', 'group_a', 'group_b', 'n_a', 'n_b',
            'estimate', 'type1_error'
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
        pair_method,
        no_decision
    from {{ ref('int_claim_pairs_clustered') }} as decided

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
