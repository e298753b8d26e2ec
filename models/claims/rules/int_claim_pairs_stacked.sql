-- Pairs of groups on every basis, in both directions, since a claim names them in either.
with published as (

    select
        papers_rows.cohort_id,
        printed.*
    from {{ ref('int_published_tukey_pairs_keyed') }} as printed
    cross join {{ ref('int_claim_printed_population') }} as papers_rows

),

pairs as (

    select
        *,
        'published' as basis,
        'Tukey''s test as printed' as pair_method
    from published
    union all by name
    -- the difference is as printed; its p-value is what the sizes and the variance recovered give
    select
        published.* replace (recovered.p_adjusted as p_adjusted),
        sizes_a.n_obs as n_a,
        sizes_b.n_obs as n_b,
        'recovered' as basis,
        'Tukey''s test with the recovered sizes' as pair_method
    from published
    inner join {{ ref('published_pairs_recovered') }} as recovered using (factor, benchmark_id, group_a, group_b)
    left join {{ ref('published_groups_recovered') }} as sizes_a
        on published.factor = sizes_a.factor and published.benchmark_id = sizes_a.benchmark_id
        and published.group_a = sizes_a.level
    left join {{ ref('published_groups_recovered') }} as sizes_b
        on published.factor = sizes_b.factor and published.benchmark_id = sizes_b.benchmark_id
        and published.group_b = sizes_b.level
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
        * exclude (is_size_adjusted),
        -- those of training types are one reading of a claim, not what counts and places rest on
        if(factor = 'training_type' and not is_size_adjusted, 'sound_method, unadjusted', 'sound_method') as basis
    from {{ ref('int_claim_pairs_clustered') }}

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
