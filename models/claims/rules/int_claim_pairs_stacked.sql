-- Pairs of groups on every basis, in both directions, since a claim names them in either.
with published as (

    select * from {{ ref('int_published_tukey_pairs_keyed') }}

),

papers_rows as (

    select * from {{ ref('int_claim_printed_population') }}

),

pairs as (

    select
        'published' as basis,
        papers_rows.cohort_id,
        published.factor,
        published.benchmark_id,
        published.group_a,
        published.group_b,
        published.estimate,
        published.ci_low,
        published.ci_high,
        published.p_adjusted,
        'Tukey''s test as printed' as pair_method
    from published
    cross join papers_rows
    union all by name
    -- the difference is as printed; its p-value is what the sizes and the variance recovered give
    select
        'recovered' as basis,
        papers_rows.cohort_id,
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
        'Tukey''s test with the recovered sizes' as pair_method
    from {{ ref('published_pairs_recovered') }} as recovered
    cross join papers_rows
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
    union all by name
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
        'Tukey''s test' as pair_method
    from {{ ref('stat_pairwise') }}
    where method = 'tukey_kramer' and p_adjusted is not null
    union all by name
    select
        'sound_method' as basis,
        * exclude (is_size_adjusted, comparison),
        comparison as pair_method
    from {{ ref('int_claim_pairs_clustered') }}
    where is_size_adjusted = (factor = 'training_type')

),

both_directions as (

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

)

select
    both_directions.*,
    benchmarks.benchmark_name,
    -- an interval and a p-value that may seem to disagree say why
    concat(
        {{ level_name('group_a', 'factor') }}, ' scores ', {{ points('estimate') }}, ' points against ',
        {{ level_name('group_b', 'factor') }}, ' on ', benchmarks.benchmark_name, ' (',
        case
            when ci_low is not null
                then concat(
                    {{ confidence_in_words() }}, ' interval ', {{ interval('ci_low', 'ci_high') }},
                    case basis when 'sound_method' then ' of this pair alone; ' else ' for all pairs at once; ' end
                )
            else ''
        end,
        {{ p_in_words('p_adjusted') }},
        case
            when p_adjusted is null then ''
            when basis = 'sound_method' then ' after Holm''s correction for pairs and benchmarks; '
            else ' adjusted for all pairs; '
        end,
        pair_method,
        case
            when n_a is null or n_b is null then '; n not printed'
            when n_bases_a is not null
                then concat(
                    '; n ', {{ counted('n_a') }}, ' of ', {{ counted('n_bases_a') }}, ' bases and ', {{ counted('n_b') }}, ' of ',
                    {{ counted('n_bases_b') }}, ' bases'
                )
            else concat('; n ', {{ counted('n_a') }}, ' and ', {{ counted('n_b') }})
        end,
        case when is_equivalent then '; shown equal within ' || {{ short(var('equivalence_margin_pct')) }} || ' points' else '' end,
        ')'
    ) as sentence,
    concat(
        benchmark_id, ': ', group_a, ' - ', group_b, ' = ', {{ short('estimate') }},
        ' [' || {{ short('ci_low') }} || ', ' || {{ short('ci_high') }} || ']',
        ', adjusted p ' || {{ short('p_adjusted', 3) }}, ', ',
        coalesce('n ' || n_a || ' and ' || n_b, 'n not printed'),
        case when is_equivalent then ', equivalent' else '' end, '; ', pair_method
    ) as evidence
from both_directions
left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
