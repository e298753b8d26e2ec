-- What a specification knows of an evaluation, as numbers: rows of these are short, and there are many
-- of them for each evaluation. Evaluations of one cell agree in all that tells them apart.
with evaluations as (

    select * from {{ ref('fct_evaluations') }}
    where base_family is not null

),

checkpoints as (

    select
        evaluations.evaluation_id,
        evaluations.checkpoint_name,
        coalesce(precision_ranks.precision_rank, 3) as precision_rank
    from {{ ref('int_evaluations_unioned') }} as evaluations
    left join {{ ref('precision_ranks') }} as precision_ranks on evaluations.precision = precision_ranks.precision

)

select
    evaluations.evaluation_id,
    evaluations.training_type,
    evaluations.architecture_family,
    evaluations.parameters_b,
    evaluations.base_family,
    (row_number() over (order by evaluations.evaluation_id))::integer as evaluation_number,
    (dense_rank() over (
        order by
            evaluations.training_type, evaluations.architecture_family, evaluations.parameters_b,
            evaluations.base_family
    ))::integer as cell_number,
    (dense_rank() over (order by evaluations.snapshot_id, checkpoints.checkpoint_name))::integer as checkpoint_number,
    -- of several of a checkpoint, which speaks for it
    (row_number() over (
        order by
            evaluations.is_quantised asc, evaluations.n_scores desc, checkpoints.precision_rank asc,
            evaluations.submitted_on desc nulls last, evaluations.evaluation_id asc
    ))::integer as preference
from evaluations
inner join checkpoints on evaluations.evaluation_id = checkpoints.evaluation_id
