-- The size of every evaluated model, in billions of parameters, from its own record, with the rule.
-- int_evaluations_parameters_resolved adds the size of its base.
with

-- sizes under which checkpoints of an architecture were released
nominal_sizes as (

    select
        architectures.architecture,
        list(distinct checkpoints.nominal_b) as nominal_sizes,
        list(distinct checkpoints.parameters_b) as counts
    from (select distinct architecture from {{ ref('int_evaluations_unioned') }}) as architectures
    inner join {{ ref('lineage_checkpoints') }} as checkpoints
        on regexp_matches(architectures.architecture, checkpoints.architecture_pattern, 'i')
    group by architectures.architecture

),

parsed as (

    select
        *,
        {{ parse_sizes('local_name') }}
    from {{ ref('int_evaluations_unioned') }}

),

named as (

    select
        *,
        {{ size_in_name() }} * coalesce({{ experts_in_name() }}, 1) as parameters_b_named,
        {{ experts_in_name() }} is not null as is_named_product,
        exists(
            select 1
            from {{ ref('stored_size_exceptions') }} as exceptions
            where contains(lower(parsed.local_name), exceptions.keyword)
        ) as is_size_changed
    from parsed

),

-- A name that contradicts the published size by more than 35 % and more than 2 B is not believed, nor one
-- that says the size before layers were added, but for packed weights, of which a board counts what they
-- are packed in. Where a board publishes decimals they are believed, unless they are about half of a
-- released size that the name has, or a whole number that was read off the name.
believed as (

    select
        named.*,
        case
            when named.parameters_b_named <= 0 then null
            when named.is_quantised then named.parameters_b_named
            when
                named.is_published_size_truncated and named.is_size_changed
                and abs(named.parameters_b_named - named.parameters_b_published) >= 1.5
                then null
            when
                abs(named.parameters_b_named - named.parameters_b_published)
                > 0.35 * named.parameters_b_published
                and abs(named.parameters_b_named - named.parameters_b_published) > 2
                then null
            else named.parameters_b_named
        end as parameters_b_believed,
        coalesce(
            not named.is_published_size_truncated
            and named.parameters_rule is null
            and named.parameters_b_published / nullif(named.parameters_b_named, 0) between 0.4 and 0.65
            and list_contains(nominal_sizes.nominal_sizes, named.parameters_b_named)
            and list_min(list_transform(
                nominal_sizes.counts, lambda size: abs(named.parameters_b_published / size - 1)
            )) > 0.003
            and not named.is_size_changed
            or (
                not named.is_published_size_truncated
                and named.parameters_b_published = named.parameters_b_named
                and named.parameters_b_published = round(named.parameters_b_published)
            ),
            false
        ) as is_read_in_name
    from named
    left join nominal_sizes on named.architecture = nominal_sizes.architecture

),

-- once per architecture and size: far fewer than evaluations
pairs as (

    select distinct
        architecture,
        parameters_b_believed
    from believed
    where is_published_size_truncated and parameters_b_believed is not null

),

checkpoints as (

    select
        pairs.architecture,
        pairs.parameters_b_believed,
        checkpoint_sizes.parameters_b
    from pairs
    inner join {{ ref('checkpoint_sizes') }} as checkpoint_sizes
        on pairs.parameters_b_believed = checkpoint_sizes.nominal_b
        and regexp_matches(pairs.architecture, checkpoint_sizes.architecture_pattern, 'i')

),

matched as (

    select
        believed.*,
        checkpoints.parameters_b as parameters_b_checkpoint
    from believed
    left join checkpoints
        on believed.architecture = checkpoints.architecture
        and believed.parameters_b_believed = checkpoints.parameters_b_believed
        and believed.is_published_size_truncated

)

select
    evaluation_id,
    parameters_b_published,
    parameters_b_named,
    case
        when is_read_in_name then parameters_b_named
        when not is_published_size_truncated and parameters_b_published is not null
            then parameters_b_published
        when parameters_b_checkpoint is not null then parameters_b_checkpoint
        when parameters_b_believed is not null then parameters_b_believed
        else parameters_b_published
    end as parameters_b,
    case
        when is_read_in_name then 'name'
        when not is_published_size_truncated and parameters_b_published is not null
            then coalesce(parameters_rule, 'published')
        when parameters_b_checkpoint is not null then 'checkpoint'
        when parameters_b_believed is not null and is_named_product then 'name product'
        when parameters_b_believed is not null then 'name'
        when parameters_b_published is not null then 'truncated integer'
        else 'unknown'
    end as parameters_source
from matched
