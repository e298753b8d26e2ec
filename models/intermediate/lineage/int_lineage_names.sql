-- Lineage and size in a name, once per name and architecture: for every evaluated
-- model, and for every declared root, whose architecture is unknown here.
with names as (

    select distinct
        local_name,
        architecture
    from {{ ref('int_evaluations_unioned') }}
    union
    select distinct
        regexp_extract(root_name, '([^/]*)$', 1) as local_name,
        'Unknown' as architecture
    from {{ ref('int_lineage_declared') }}

),

parsed as (

    select
        local_name,
        architecture,
        lower(local_name) as name_lower,
        {{ parse_sizes('local_name') }}
    from names

),

-- the keyword spares most names the regular expression
matched as (

    select
        parsed.local_name,
        parsed.architecture,
        min_by(patterns.lineage, patterns.rule_order) as lineage,
        -- a struct, as min_by ignores nulls
        struct_extract(
            min_by({ 'nominal_b': patterns.nominal_b }, patterns.rule_order), 'nominal_b'
        ) as lineage_nominal_b
    from parsed
    inner join {{ ref('lineage_patterns') }} as patterns
        on contains(parsed.name_lower, patterns.keyword)
        and (patterns.name_pattern is null or regexp_matches(parsed.name_lower, patterns.name_pattern))
        and (
            patterns.architecture_pattern is null
            or parsed.architecture = 'Unknown'
            or regexp_matches(parsed.architecture, patterns.architecture_pattern, 'i')
        )
    group by parsed.local_name, parsed.architecture

),

named_merges as (

    select distinct
        parsed.local_name,
        parsed.architecture
    from parsed
    inner join {{ ref('merge_patterns') }} as merge_patterns
        on contains(parsed.name_lower, merge_patterns.keyword)
        and (
            merge_patterns.name_pattern is null
            or regexp_matches(parsed.name_lower, merge_patterns.name_pattern)
        )

)

select
    parsed.local_name,
    parsed.architecture,
    {{ size_in_name() }} as named_b,
    {{ experts_in_name() }} as n_experts,
    matched.lineage,
    matched.lineage_nominal_b,
    named_merges.local_name is not null as is_named_merge
from parsed
left join matched using (local_name, architecture)
left join named_merges using (local_name, architecture)
