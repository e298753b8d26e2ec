with evaluations as (

    select * from {{ ref('int_evaluations_gathered') }}

)

select
    {{ surrogate_key(['model_name']) }} as model_id,
    model_name,
    case when contains(model_name, '/') then split_part(model_name, '/', 1) end as organisation,
    count(*) as n_evaluations,
    count(distinct snapshot_id) as n_snapshots
from evaluations
group by model_name
