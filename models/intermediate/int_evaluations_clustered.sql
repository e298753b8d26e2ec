-- The base family of every evaluation: the weights that it shares with others, by
-- the first rule that applies. Evaluations of one base family are not independent.
with

-- the first of several parents counts
roots as (

    select * from {{ ref('int_lineage_roots') }}
    where parent_order = 1

),

checkpoints as (

    -- several nominal sizes may name one checkpoint
    select
        base_family,
        max(parent_family) as parent_family,
        count(active_parameters_b) > 0 as is_mixture,
        list(distinct parameters_b) || list(distinct nominal_b) as sizes
    from {{ ref('lineage_checkpoints') }}
    group by base_family

),

-- A declared base of quite another size is not what the weights came from where the model's own name and
-- size are those of a checkpoint: a Gemma 2 2B says that its base is a tune of Gemma 2 9B.
declared as (

    select
        found.evaluation_id,
        roots.base_family,
        roots.family_rule
    from {{ ref('int_lineage_parsed') }} as found
    inner join roots using (snapshot_id, model_name)
    left join checkpoints as own on found.family_found = own.base_family
    left join checkpoints as root on roots.base_family = root.base_family
    where
        roots.base_family is not null
        and coalesce(found.family_rule, '') != 'curated'
        and not coalesce(
            found.family_rule in ('name pattern', 'checkpoint')
            and list_min(list_transform(own.sizes, lambda size: abs(ln(size / found.parameters_b)))) <= 0.12
            and list_min(list_transform(root.sizes, lambda size: abs(ln(size / found.parameters_b)))) > 0.25,
            false
        )

),

resolved as (

    select
        found.* replace (
            coalesce(declared.base_family, found.family_found) as family_found,
            coalesce(declared.family_rule, found.family_rule) as family_rule
        )
    from {{ ref('int_lineage_parsed') }} as found
    left join declared using (evaluation_id)

),

-- A mixture whose experts are those of a dense model was merged from its copies.
judged as (

    select
        resolved.*,
        checkpoints.parent_family,
        resolved.is_merge_said
        or coalesce(resolved.family_rule = 'merges of the architecture', false)
        or (
            (
                coalesce(resolved.is_moe, false)
                or resolved.is_mixture_of_copies
                or resolved.n_experts is not null
            )
            and not resolved.is_from_scratch
            and not coalesce(
                checkpoints.is_mixture, resolved.n_experts is null and not resolved.is_mixture_of_copies
            )
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
        family_found,
        family_rule,
        parent_family is not null as is_upscaled,
        is_mixture_of_copies,
        -- a model made from another checkpoint is not a root
        coalesce(parent_family, family_found) as family_resolved,
        case
            when family_found is null then 'unresolved'
            when is_merge_resolved and family_rule != 'merges of the architecture' then 'merge parents'
            else family_rule
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
        from {{ ref('int_lineage_families') }}
        union
        select
            base_family,
            lineage
        from {{ ref('lineage_checkpoints') }}
    ) as families
    inner join {{ ref('lineages') }} as lineages using (lineage)
    group by families.base_family

),

-- Unresolved models of an import without architectures form a cluster per developer; a model without a
-- developer is a cluster of its own.
developers as (

    select
        evaluations.evaluation_id,
        coalesce(
            reports.organisation,
            case
                when contains(evaluations.model_name, '/') then split_part(evaluations.model_name, '/', 1)
            end,
            evaluations.model_name
        ) as developer
    from {{ ref('int_evaluations_unioned') }} as evaluations
    inner join {{ ref('stg_provenance__snapshots') }} as snapshots using (snapshot_id)
    left join {{ ref('int_records_pivoted') }} as reports using (snapshot_id, row_number)
    where snapshots.is_import

),

lined as (

    select
        named_at_last.* replace (
            case
                when named_at_last.is_architecture_known then named_at_last.architecture_line
                else coalesce('of ' || developers.developer, named_at_last.architecture_line)
            end as architecture_line
        ),
        -- where no lineage is known the architecture is the line
        case
            when named_at_last.family_resolved is null then null
            else coalesce(
                lineages.lineage_family,
                case when named_at_last.is_architecture_known then named_at_last.architecture_line end,
                named_at_last.family_resolved
            )
        end as line_resolved
    from named_at_last
    left join lineages on named_at_last.family_resolved = lineages.base_family
    left join developers using (evaluation_id)

)

select
    evaluation_id,
    snapshot_id,
    model_name,
    architecture_line,
    {{ clustering_unit('family_resolved', var('unresolved_lineage')) }} as base_family,
    base_family_source,
    base_family_source not in ('merges of the architecture', 'unresolved') as is_base_family_resolved,
    {{ clustering_unit('line_resolved', var('unresolved_lineage')) }} as lineage_family,
    is_merge_resolved,
    is_upscaled,
    is_mixture_of_copies,
    family_found,
    family_rule
from lined
