with found as (

    select unnest(abilities, recursive := true)
    from {{ ref('fit_item_response') }}

)

select
    found.benchmark_id,
    found.evaluation_id,
    models.model_name,
    found.* exclude (benchmark_id, evaluation_id)
from found
inner join {{ ref('item_models') }} as models on found.evaluation_id = models.evaluation_id
