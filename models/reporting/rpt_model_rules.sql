-- Which rule gave the size, training type, architecture and base family of how many evaluations.
with rules as (

    select
        snapshot_id,
        unnest([
            { 'attribute': 'size', 'attribute_order': 1, 'rule': parameters_source },
            { 'attribute': 'training type', 'attribute_order': 2, 'rule': training_type_source },
            {
                'attribute': 'architecture', 'attribute_order': 3,
                'rule': if(architecture = 'Unknown', 'none', 'label')
            },
            { 'attribute': 'base family', 'attribute_order': 4, 'rule': base_family_source }
        ], recursive := true)
    from {{ ref('fct_evaluations') }}

)

select
    snapshot_id,
    snapshots.source_name,
    rules.attribute,
    rules.attribute_order::integer as attribute_order,
    rules.rule,
    count(*) as n_evaluations
from rules
inner join {{ ref('rpt_snapshots') }} as snapshots using (snapshot_id)
group by all
