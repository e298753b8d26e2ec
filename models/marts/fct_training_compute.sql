with base_models as (

    select * from {{ ref('int_base_models_checked') }}
    where reject_reason is null

)

select
    evaluation_id,
    snapshot_id,
    model_name,
    training_tokens_t,
    training_flops_1e21
from base_models
