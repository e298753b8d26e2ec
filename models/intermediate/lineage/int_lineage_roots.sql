-- The base family of every declared root: from its name, else from its own row on the board, else
-- the most frequent one of the models that declare it. So models with the same root share a family.
with found as (

    select * from {{ ref('int_lineage_parsed') }}
    where family_found is not null

),

evaluated as (

    select
        snapshot_id,
        model_name as root_name,
        min(family_found) as base_family,
        min_by(family_rule, family_found) as family_rule
    from found
    group by snapshot_id, model_name

),

declarers as (

    select
        roots.snapshot_id,
        roots.root_name,
        mode(found.family_found order by found.family_found) as base_family
    from {{ ref('int_lineage_roots_named') }} as roots
    inner join found using (snapshot_id, model_name)
    group by roots.snapshot_id, roots.root_name

)

select
    roots.snapshot_id,
    roots.model_name,
    roots.parent_order,
    roots.n_parents,
    roots.declared_base,
    roots.root_name,
    coalesce(
        roots.root_named_family,
        evaluated.base_family,
        declarers.base_family,
        roots.root_lineage,
        roots.root_local_name
    ) as base_family,
    case
        when roots.root_named_family is null and evaluated.family_rule = 'merges of the architecture'
            then evaluated.family_rule
        else 'declared base'
    end as family_rule
from {{ ref('int_lineage_roots_named') }} as roots
left join evaluated using (snapshot_id, root_name)
left join declarers using (snapshot_id, root_name)
