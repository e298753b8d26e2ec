with evaluations as (

    select * from {{ ref('int_evaluations_unioned') }}
    where has_training_compute

)

select
    evaluation_id,
    snapshot_id,
    model_name,
    training_tokens_t,
    training_flops_1e21
from evaluations
