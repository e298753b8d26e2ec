with evaluations as (

    select
        evaluations.*,
        snapshots.is_import
    from {{ ref('int_evaluations_unioned') }} as evaluations
    inner join {{ ref('stg_provenance__snapshots') }} as snapshots
        on evaluations.snapshot_id = snapshots.snapshot_id

)

select
    {{ surrogate_key(['model_name']) }} as model_id,
    model_name,
    case when contains(model_name, '/') then split_part(model_name, '/', 1) end as organisation,
    -- without imports, so that the boards' facts do not depend on them
    count(*) filter (where not is_import) as n_evaluations,
    count(distinct snapshot_id) filter (where not is_import) as n_snapshots,
    count(*) filter (where is_import) as n_imported
from evaluations
group by model_name
