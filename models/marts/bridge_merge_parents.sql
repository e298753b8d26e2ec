-- What a merge was made of. Boards seldom say: where no parent is given, one row says of which family all are.
with clustered as (

    select * from {{ ref('int_evaluations_clustered') }}
    where is_merge_resolved or is_upscaled

),

-- what has grown out of a checkpoint has one parent, whoever tuned it since
grown as (

    select distinct
        base_family,
        parent_family
    from {{ ref('lineage_checkpoints') }}
    where parent_family is not null

)

select
    clustered.evaluation_id,
    coalesce(roots.parent_order, 1)::bigint as parent_order,
    clustered.model_name,
    case
        when clustered.is_merge_resolved then roots.declared_base
        else grown.base_family
    end as parent,
    case
        when not clustered.is_merge_resolved then 'grown from a checkpoint'
        when roots.declared_base is not null then 'declared base'
        else clustered.family_rule
    end as parent_source,
    case
        when clustered.base_family_source in ('merges of the architecture', 'unresolved') then null
        when clustered.is_merge_resolved and roots.base_family is not null
            then coalesce(of_root.parent_family, roots.base_family)
        else coalesce(grown.parent_family, clustered.family_found)
    end as parent_family,
    -- equal shares of the parents that are given
    case
        when not clustered.is_merge_resolved then 1.0
        when roots.declared_base is not null then 1.0 / roots.n_parents
    end::double as weight
from clustered
left join {{ ref('int_lineage_roots') }} as roots
    on clustered.is_merge_resolved
    and clustered.snapshot_id = roots.snapshot_id
    and clustered.model_name = roots.model_name
left join grown on clustered.family_found = grown.base_family
left join grown as of_root on roots.base_family = of_root.base_family
