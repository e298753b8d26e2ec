-- The base family in the name of a declared root.
with families as (

    select * from {{ ref('int_lineage_families') }}

)

select
    declared.snapshot_id,
    declared.model_name,
    declared.parent_order,
    declared.n_parents,
    declared.declared_base,
    declared.root_name,
    -- a merge is not a root
    case when not names.is_named_merge then names.local_name end as root_local_name,
    case when families.is_sized then families.base_family end as root_named_family,
    families.base_family as root_lineage
from {{ ref('int_lineage_declared') }} as declared
inner join {{ ref('int_lineage_names') }} as names
    on regexp_extract(declared.root_name, '([^/]*)$', 1) = names.local_name
    and names.architecture = 'Unknown'
left join families
    on names.lineage = families.lineage
    and names.lineage_nominal_b is not distinct from families.lineage_nominal_b
    and names.named_b is not distinct from families.named_b
    and families.parameters_b is null
