-- What a claim asks of the populations of which only the statistics of docs/field.md are computed: a
-- row per claim, population, benchmark that stands for the claim's, and question. Edges of sizes are
-- logarithms to base 2.
{% set log2_of = "case when {} > 0 then log2({}) end" %}

with claims as (

    select * from {{ ref('dim_claims') }}
    where
        not is_scaled
        and not describes_sample
        and benchmark_id != 'all'

),

computed as (

    select distinct
        cohort_id,
        models.benchmark_id,
        cohorts.parameter_range_scheme,
        -- as in int_claim_cohorts_listed
        if(cohorts.parameter_range_scheme = 'supplementary', 'supplementary', 'primary') as suite
    from {{ ref('int_field_models') }} as models
    inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
    where cohorts.statistics = 'field' and cohorts.status = 'ok'

),

ranges as (

    select
        *,
        {{ log2_of.format('lower_b', 'lower_b') }} as low,
        -- an upper edge that belongs to the range is a little higher
        log2(upper_b) + case when includes_upper then 1e-9 else 0 end as high
    from {{ ref('dim_parameter_ranges') }}

),

pairs_of_ranges as (

    select
        a.scheme,
        a.parameter_range as level_a,
        b.parameter_range as level_b,
        a.low as low_a,
        a.high as high_a,
        b.low as low_b,
        b.high as high_b
    from ranges as a
    inner join ranges as b on a.scheme = b.scheme and a.range_order > b.range_order

),

-- the benchmark itself, or those that stand for it today
stands_for as (

    select
        benchmark_id,
        counterpart_id
    from {{ ref('benchmarks_today') }}
    union
    select
        benchmark_id,
        benchmark_id as counterpart_id
    from computed

),

about as (

    select
        claims.* exclude (benchmark_id),
        computed.* exclude (suite),
        described.chance_pct
    from claims
    inner join stands_for on claims.benchmark_id = stands_for.benchmark_id
    inner join computed
        on stands_for.counterpart_id = computed.benchmark_id
        -- the paper's claims are about its main or its supplementary data
        and (claims.suite = computed.suite or claims.claim_source != 'paper')
    inner join {{ ref('dim_benchmarks') }} as described on claims.benchmark_id = described.benchmark_id

),

-- all pairs, so that p-values are adjusted for as many on every claim
asked as (

    select
        about.claim_id,
        about.cohort_id,
        about.benchmark_id,
        'ranges of size' as kind,
        pairs.low_a,
        pairs.high_a,
        pairs.low_b,
        pairs.high_b,
        null as type_a,
        null as type_b,
        case when about.level_a = pairs.level_b then -1 else 1 end as sign,
        case sign
            when 1 then concat(pairs.level_a, ' − ', pairs.level_b)
            else concat(pairs.level_b, ' − ', pairs.level_a)
        end as what
    from about
    inner join pairs_of_ranges as pairs
        on about.rule_family = 'anova'
        or (about.level_a, about.level_b) in ((pairs.level_a, pairs.level_b), (pairs.level_b, pairs.level_a))
    where
        about.factor = 'parameter_range'
        and about.rule_family in ('pair', 'anova') and about.measure in ('p_adjusted', 'p_value')
        and pairs.scheme = about.parameter_range_scheme
    union all by name
    select
        claim_id,
        cohort_id,
        benchmark_id,
        'training types' as kind,
        greatest(level_a, level_b) as type_a,
        least(level_a, level_b) as type_b,
        concat(level_a, ' − ', level_b, ' at equal size') as what,
        case when level_a > level_b then 1 else -1 end as sign
    from about
    where factor = 'training_type' and rule_family = 'pair' and measure in ('p_adjusted', 'mean_difference')
    union all by name
    select
        claim_id,
        cohort_id,
        benchmark_id,
        'trend of size' as kind,
        case when factor = 'training_type' then level_a end as type_a,
        concat('points per doubling', ', among ' || type_a) as what,
        1 as sign
    from about
    where
        rule_family = 'gamm_term' and measure = 'p_value'
        and (term = 's(log_parameters_b)' or starts_with(term, 's(log_parameters_b):training_type='))
    union all by name
    select
        claim_id,
        cohort_id,
        benchmark_id,
        case measure
            when 'difference' then 'curve of size'
            when 'slope' then 'slope of the curve'
            else 'level'
        end as kind,
        {{ log2_of.format('size_a_low_b', 'size_a_low_b') }} as low_a,
        log2(size_a_high_b) as high_a,
        {{ log2_of.format('size_b_low_b', 'size_b_low_b') }} as low_b,
        log2(size_b_high_b) as high_b,
        case measure when 'above_chance' then chance_pct end as baseline_pct,
        concat(
            case measure when 'slope' then 'points per doubling, ' when 'above_chance' then 'mean score above chance, ' end,
            group_a, case measure when 'difference' then ' − ' || group_b else '' end
        ) as what,
        1 as sign
    from about
    where
        (rule_family, measure) in (('gamm_contrast', 'difference'), ('gamm_slope', 'slope'), ('score_test', 'above_chance'))

)

select
    *,
    concat_ws(
        '|',
        {% for part in ['kind', 'low_a', 'high_a', 'low_b', 'high_b', 'type_a', 'type_b', 'baseline_pct'] -%}
            coalesce({{ part }}::varchar, ''){{ ',' if not loop.last }}
        {% endfor -%}
    ) as question
from asked
order by claim_id, cohort_id, benchmark_id, question
