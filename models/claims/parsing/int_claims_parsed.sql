-- The parts of a claim in columns for the rules. No claim is judged or dropped here; an unknown name becomes
-- null.
with names as (

    select * from {{ ref('int_claim_names_listed') }}

),

levels as (

    select distinct
        'parameter_range' as factor,
        parameter_range as level
    from {{ ref('dim_parameter_ranges') }}
    union
    select
        'architecture_family' as factor,
        unnest([architecture_family, architecture_family_15]) as level
    from {{ ref('dim_architectures') }}
    union all
    -- the paper's type "unknown" is a type; an unknown size is not a level to compare
    select distinct
        'training_type' as factor,
        training_type as level
    from {{ ref('training_types') }}
    union all
    select distinct
        'training_type' as factor,
        training_type as level
    from {{ ref('curated_training_types') }}

),

level_names as (

    select distinct
        factor,
        level,
        level as name
    from levels
    union all
    select
        levels.factor,
        levels.level,
        names.name
    from names
    inner join levels on names.id = levels.level
    where names.kind = 'level'

),

topics as (

    select * from names
    where kind = 'topic'

),

resolved as (

    select
        claims.*,
        rules.rule_family,
        rules.measure,
        rules.expects,
        coalesce(rules.describes_sample and claims.claim_source != 'own', false) as describes_sample,
        rules.takes_benchmark,
        rules.takes_group_a,
        rules.takes_group_b,
        -- the supplementary data are those of the paper's appendix E
        case
            when
                contains(coalesce(claims.section, ''), 'App.E')
                or starts_with(coalesce(claims.topic, ''), 'supp_')
                then 'supplementary'
            else 'primary'
        end as suite,
        coalesce(benchmarks.id, several.id) as benchmark_id,
        contains(coalesce(claims.benchmark, ''), '(scaled)') as is_scaled,
        levels_a.level as level_a,
        levels_b.level as level_b,
        levels_a.factor as factor_a,
        levels_b.factor as factor_b,
        -- a factor is named by the level, by its own name, or by the topic
        coalesce(
            levels_a.factor,
            factors.id,
            case
                when claims.group_a in ('parameter_range', 'training_type', 'architecture_family')
                    then claims.group_a
            end,
            (
                select any_value(topics.id) from topics
                where starts_with(claims.topic, topics.name)
            )
        ) as factor,
        coalesce(sizes_a.id, claims.group_a) as size_a,
        coalesce(sizes_b.id, claims.group_b) as size_b,
        case
            when claims.method = 'gam_by_smooth'
                then 's(log_parameters_b):training_type=' || levels_a.level
            when starts_with(claims.group_a, 's(Architecture') then 's(architecture)'
            when starts_with(claims.group_a, 's(Type') then 's(training_type)'
            when claims.group_a = 's(log_Param)' then 's(log_parameters_b)'
            when abilities.id is not null then 's(log_' || abilities.id || ')'
            when starts_with(claims.group_a, 's(log_') then lower(claims.group_a)
        end as term,
        case
            when claims.method in ('gam_interplay', 'gam_fit') then 'interplay'
            when claims.method = 'gam_by_smooth' then 'size_by_type'
            when starts_with(claims.group_a, 's(Type') then 'size_with_type'
            when is_scaled then 'size_scaled'
            else 'size'
        end as gamm,
        -- the expectation as an operator and a number
        expectations.* exclude (file_name, row_number)
    from {{ ref('int_claims_stated') }} as claims
    inner join {{ ref('int_claim_expectations_parsed') }} as expectations using (file_name, row_number)
    left join {{ ref('claim_rules') }} as rules using (method, statistic)
    left join names as benchmarks on claims.benchmark = benchmarks.name and benchmarks.kind = 'benchmark'
    left join names as several on claims.benchmark = several.name and several.kind = 'several'
    left join names as sizes_a on claims.group_a = sizes_a.name and sizes_a.kind = 'size'
    left join names as sizes_b on claims.group_b = sizes_b.name and sizes_b.kind = 'size'
    left join names as factors on claims.group_a = factors.name and factors.kind = 'factor'
    left join names as abilities
        on regexp_extract(claims.group_a, '^s\(log_(.+)\)$', 1) = abilities.name
        and abilities.kind = 'benchmark'
    left join level_names as levels_a on claims.group_a = levels_a.name
    left join level_names as levels_b on claims.group_b = levels_b.name

)

select
    *,
    {{ size_bound('size_a', 'low') }} as size_a_low_b,
    {{ size_bound('size_a', 'high') }} as size_a_high_b,
    {{ size_bound('size_b', 'low') }} as size_b_low_b,
    {{ size_bound('size_b', 'high') }} as size_b_high_b
from resolved
