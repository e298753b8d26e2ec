-- The base family of every evaluation: the weights that it shares with others, by the first of several
-- rules that tells. Evaluations of one base family are not independent of each other.
with evaluations as (

    select * from {{ ref('int_evaluations_gathered') }}

),

names as (

    select * from {{ ref('int_lineage_names') }}

),

families as (

    select * from {{ ref('int_lineage_families') }}

),

checkpoints as (

    -- several nominal sizes may name one checkpoint
    select distinct
        base_family,
        parent_family,
        active_parameters_b is not null as is_mixture
    from {{ ref('lineage_checkpoints') }}

),

-- what the name of a declared root says
roots as (

    select
        declared.snapshot_id,
        declared.model_name,
        declared.declared_base,
        declared.root_name,
        regexp_extract(declared.root_name, '([^/]*)$', 1) as root_local_name,
        case when families.is_sized then families.base_family end as root_named_family,
        families.base_family as root_lineage
    from {{ ref('int_lineage_declared') }} as declared
    inner join names
        on regexp_extract(declared.root_name, '([^/]*)$', 1) = names.local_name
        and names.architecture = 'Unknown'
    left join families
        on names.lineage = families.lineage
        and names.lineage_nominal_b is not distinct from families.lineage_nominal_b
        and names.named_b is not distinct from families.named_b
        and families.parameters_b is null

),

described as (

    select
        evaluations.evaluation_id,
        evaluations.snapshot_id,
        evaluations.model_name,
        evaluations.local_name,
        evaluations.is_moe,
        evaluations.architecture != 'Unknown' as is_architecture_known,
        architectures.architecture_line,
        names.n_experts,
        roots.declared_base,
        roots.root_name,
        roots.root_local_name,
        roots.root_named_family,
        roots.root_lineage,
        case when families.is_sized then families.base_family end as named_family,
        families.base_family as named_lineage,
        sizes.size_key,
        sizes.checkpoint_family,
        sizes.is_checkpoint_size,
        evaluations.is_merge or names.is_named_merge or coalesce(training_types.is_merge, false) as is_merge_said,
        coalesce(training_types.is_from_scratch, false) as is_from_scratch
    from evaluations
    inner join {{ ref('int_evaluations_sized') }} as sized on evaluations.evaluation_id = sized.evaluation_id
    inner join {{ ref('int_lineage_architectures') }} as architectures
        on evaluations.architecture = architectures.architecture
    inner join names
        on evaluations.local_name = names.local_name
        and evaluations.architecture = names.architecture
    left join {{ ref('training_types') }} as training_types
        on evaluations.training_type_label = training_types.training_type_label
    left join roots
        on evaluations.snapshot_id = roots.snapshot_id
        and evaluations.model_name = roots.model_name
    left join families
        on names.lineage = families.lineage
        and names.lineage_nominal_b is not distinct from families.lineage_nominal_b
        and names.named_b is not distinct from families.named_b
        and sized.parameters_b is not distinct from families.parameters_b
    left join {{ ref('int_lineage_sizes') }} as sizes
        on evaluations.snapshot_id = sizes.snapshot_id
        and evaluations.architecture = sizes.architecture
        and sized.parameters_b = sizes.parameters_b
        and sized.parameters_source = sizes.parameters_source

),

-- Llama 3 and 3.1 have one architecture and size. Who names neither goes with most of those who do.
votes as (

    select
        snapshot_id,
        size_key,
        coalesce(root_named_family, named_family) as base_family,
        count(*) as n_votes
    from described
    where size_key is not null and coalesce(root_named_family, named_family) is not null and not is_merge_said
    group by snapshot_id, size_key, coalesce(root_named_family, named_family)

),

elected as (

    select *
    from votes
    qualify row_number() over (partition by snapshot_id, size_key order by n_votes desc, base_family asc) = 1

),

-- without regard to what is declared
found as (

    select
        described.*,
        case
            when described.named_family is not null then { 'base_family': described.named_family, 'rule': 'name pattern' }
            when described.checkpoint_family is not null
                then { 'base_family': described.checkpoint_family, 'rule': 'checkpoint' }
            -- who is said to be trained from scratch and has exactly the shape of a released checkpoint is
            -- more often mislabelled than new
            when
                described.is_from_scratch
                and not described.is_merge_said
                and not coalesce(described.is_checkpoint_size, false)
                then { 'base_family': described.local_name, 'rule': 'own root' }
            when elected.base_family is not null
                then { 'base_family': elected.base_family, 'rule': 'architecture and size' }
            when described.size_key is not null and not described.is_merge_said
                then { 'base_family': described.size_key, 'rule': 'architecture and size' }
            when described.named_lineage is not null
                then { 'base_family': described.named_lineage, 'rule': 'name pattern' }
        end as own
    from described
    left join elected
        on described.snapshot_id = elected.snapshot_id
        and described.size_key = elected.size_key

),

-- A root whose name tells nothing is what its own row is, or what most of those are that declare it.
roots_evaluated as (

    select
        snapshot_id,
        model_name as root_name,
        min(own.base_family) as base_family
    from found
    where own is not null
    group by snapshot_id, model_name

),

roots_declared as (

    select
        snapshot_id,
        root_name,
        mode(own.base_family order by own.base_family) as base_family
    from found
    where root_name is not null and own is not null
    group by snapshot_id, root_name

),

resolved as (

    select
        found.*,
        case
            when found.root_name is not null
                then
                    coalesce(
                        found.root_named_family,
                        roots_evaluated.base_family,
                        roots_declared.base_family,
                        found.root_lineage,
                        found.root_local_name
                    )
            else found.own.base_family
        end as family_found,
        case when found.root_name is not null then 'declared base' else found.own.rule end as rule
    from found
    left join roots_evaluated
        on found.snapshot_id = roots_evaluated.snapshot_id
        and found.root_name = roots_evaluated.root_name
    left join roots_declared
        on found.snapshot_id = roots_declared.snapshot_id
        and found.root_name = roots_declared.root_name

),

-- A mixture whose experts are a dense model's was put together of copies of it.
judged as (

    select
        resolved.*,
        checkpoints.parent_family,
        resolved.is_merge_said
        or (
            (resolved.is_moe or resolved.n_experts is not null)
            and not resolved.is_from_scratch
            and not coalesce(checkpoints.is_mixture, resolved.n_experts is null)
        ) as is_merge_resolved
    from resolved
    left join checkpoints on resolved.family_found = checkpoints.base_family

),

named_at_last as (

    select
        evaluation_id,
        snapshot_id,
        model_name,
        architecture_line,
        is_architecture_known,
        is_merge_resolved,
        declared_base,
        root_name,
        family_found,
        rule as family_rule,
        parent_family is not null as is_upscaled,
        case
            -- what has grown out of another checkpoint is no root: its weights are that one's
            when family_found is not null then coalesce(parent_family, family_found)
            when is_merge_resolved and is_architecture_known then architecture_line || ' merges'
        end as family_resolved,
        case
            when family_found is not null and is_merge_resolved then 'merge parents'
            when family_found is not null then rule
            when is_merge_resolved and is_architecture_known then 'merges of the architecture'
            else 'unresolved'
        end as base_family_source
    from judged

),

lineages as (

    select
        families.base_family,
        min(lineages.lineage_family) as lineage_family
    from (
        select
            base_family,
            lineage
        from families
        union
        select
            base_family,
            lineage
        from {{ ref('lineage_checkpoints') }}
    ) as families
    inner join {{ ref('lineages') }} as lineages on families.lineage = lineages.lineage
    group by families.base_family

)

select
    named_at_last.* exclude (family_resolved, architecture_line, is_architecture_known),
    {{ clustering_unit('named_at_last.family_resolved', var('unresolved_lineage')) }} as base_family,
    named_at_last.family_resolved is not null
    and named_at_last.base_family_source != 'merges of the architecture' as is_base_family_resolved,
    coalesce(
        lineages.lineage_family,
        case when named_at_last.is_architecture_known then named_at_last.architecture_line end,
        {{ clustering_unit('named_at_last.family_resolved', var('unresolved_lineage')) }}
    ) as lineage_family,
    named_at_last.architecture_line
from named_at_last
left join lineages on named_at_last.family_resolved = lineages.base_family
