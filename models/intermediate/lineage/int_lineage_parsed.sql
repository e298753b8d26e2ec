-- The base family of every evaluation from its own row, without its declared base.
with evaluations as (

    select * from {{ ref('int_lineage_evaluations') }}

),

-- what files of a base family count: several where embeddings are counted twice
checkpoints as (

    select
        base_family,
        list(distinct parameters_b) as counts,
        list(distinct nominal_b) as nominal_sizes
    from {{ ref('lineage_checkpoints') }}
    group by base_family

),

-- architectures of which one checkpoint was released: a GPT-J is the GPT-J
single_checkpoints as (

    select
        architectures.architecture,
        any_value(checkpoints.base_family) as base_family
    from (select distinct architecture from evaluations where architecture != 'Unknown') as architectures
    inner join {{ ref('lineage_checkpoints') }} as checkpoints
        on regexp_matches(architectures.architecture, checkpoints.architecture_pattern, 'i')
    group by architectures.architecture
    having count(distinct checkpoints.base_family) = 1

),

described as (

    select
        evaluations.evaluation_id,
        evaluations.snapshot_id,
        evaluations.model_name,
        evaluations.is_moe,
        evaluations.parameters_b,
        evaluations.architecture != 'Unknown' as is_architecture_known,
        evaluations.architecture_line,
        evaluations.n_experts,
        roots.root_named_family,
        curated.base_family as curated_family,
        -- a size counted to three decimals that is another checkpoint's outweighs a name
        case
            when
                evaluations.is_sized
                and not (
                    coalesce(sizes.is_checkpoint_count, false)
                    and coalesce(
                        list_min(list_transform(
                            checkpoints.counts, lambda size: abs(size / evaluations.parameters_b - 1)
                        )) > 0.02, false
                    )
                )
                then evaluations.named_lineage
        end as named_family,
        evaluations.named_lineage,
        sizes.size_key,
        mixtures.base_family as copied_family,
        -- without a size, an architecture of one checkpoint gives that one
        coalesce(
            sizes.checkpoint_family,
            case when evaluations.parameters_b is null then single_checkpoints.base_family end
        ) as checkpoint_family,
        sizes.is_checkpoint_size,
        -- an unreleased mixture of experts was merged from copies
        coalesce(sizes.is_mixture_architecture and not sizes.is_checkpoint_size, false)
        and not coalesce(training_types.is_from_scratch, false) as is_mixture_of_copies,
        evaluations.is_merge or evaluations.is_named_merge or coalesce(training_types.is_merge, false)
        or coalesce(roots.n_parents > 1, false) as is_merge_said,
        coalesce(training_types.is_from_scratch, false) as is_from_scratch,
        -- models of one developer and size are often stages of one model
        min(evaluations.local_name) over (
            partition by
                evaluations.snapshot_id,
                evaluations.architecture,
                coalesce(sizes.size_key, evaluations.parameters_b::varchar, 'unknown'),
                case
                    when contains(evaluations.model_name, '/') then split_part(evaluations.model_name, '/', 1)
                end,
                case when not contains(evaluations.model_name, '/') then evaluations.model_name end,
                coalesce(training_types.is_from_scratch, false)
        ) as first_name
    from evaluations
    left join {{ ref('training_types') }} as training_types using (training_type_label)
    left join {{ ref('int_lineage_roots_named') }} as roots
        on evaluations.snapshot_id = roots.snapshot_id
        and evaluations.model_name = roots.model_name
        and roots.parent_order = 1
    left join {{ ref('int_lineage_mixtures') }} as mixtures
        on evaluations.snapshot_id = mixtures.snapshot_id
        and coalesce(evaluations.n_experts, 0) = mixtures.n_experts
        and evaluations.parameters_b_published = mixtures.parameters_b_published
        and evaluations.architecture ilike 'mixtral%'
    left join single_checkpoints using (architecture)
    left join checkpoints on evaluations.named_lineage = checkpoints.base_family
    left join {{ ref('curated_models') }} as curated on evaluations.model_name = curated.model_name
    left join {{ ref('int_lineage_sizes') }} as sizes
        on evaluations.snapshot_id = sizes.snapshot_id
        and evaluations.architecture = sizes.architecture
        and evaluations.parameters_b = sizes.parameters_b
        and evaluations.parameters_source = sizes.parameters_source

),

-- Llama 3 and 3.1 have one architecture and size. A model that names neither joins the more frequent one, if
-- that family is not far larger: a pruned Vicuna does not make every small Llama one.
votes as (

    select
        described.snapshot_id,
        described.size_key,
        coalesce(described.root_named_family, described.named_family) as base_family,
        count(*) as n_votes
    from described
    left join checkpoints
        on coalesce(described.root_named_family, described.named_family) = checkpoints.base_family
    where
        described.size_key is not null
        and coalesce(described.root_named_family, described.named_family) is not null
        and not described.is_merge_said
        and (
            checkpoints.base_family is null
            or list_contains(checkpoints.nominal_sizes, described.parameters_b)
            or len(list_filter(
                checkpoints.counts,
                lambda size: floor(size) = described.parameters_b or size / described.parameters_b <= 1.12
            )) > 0
        )
    group by
        described.snapshot_id,
        described.size_key,
        coalesce(described.root_named_family, described.named_family)

),

elected as (

    select *
    from votes
    qualify row_number() over (partition by snapshot_id, size_key order by n_votes desc, base_family asc) = 1

),

found as (

    select
        described.*,
        case
            when described.curated_family is not null
                then { 'base_family': described.curated_family, 'rule': 'curated' }
            when described.named_family is not null
                then { 'base_family': described.named_family, 'rule': 'name pattern' }
            when described.checkpoint_family is not null
                then { 'base_family': described.checkpoint_family, 'rule': 'checkpoint' }
            -- a model labelled as trained from scratch with exactly the shape
            -- of a released checkpoint is more often mislabelled than new
            when
                described.is_from_scratch
                and not described.is_merge_said
                and not coalesce(described.is_checkpoint_size, false)
                then {
                    'base_family': coalesce(described.named_lineage, described.first_name), 'rule': 'own root'
                }
            when described.is_mixture_of_copies and described.copied_family is not null
                then { 'base_family': described.copied_family, 'rule': 'architecture and size' }
            when elected.base_family is not null
                then { 'base_family': elected.base_family, 'rule': 'architecture and size' }
            when described.named_lineage is not null
                then { 'base_family': described.named_lineage, 'rule': 'name pattern' }
            when
                described.size_key is not null
                and not (described.is_merge_said or described.is_mixture_of_copies)
                then { 'base_family': described.size_key, 'rule': 'architecture and size' }
            -- a merge of unknown parents has no root: those of one architecture are one cluster
            when
                (described.is_merge_said or described.is_mixture_of_copies)
                and described.is_architecture_known
                then {
                    'base_family': described.architecture_line || ' merges',
                    'rule': 'merges of the architecture'
                }
        end as own
    from described
    left join elected using (snapshot_id, size_key)

)

select
    * exclude (own, root_named_family, curated_family, copied_family),
    own.base_family as family_found,
    own.rule as family_rule
from found
