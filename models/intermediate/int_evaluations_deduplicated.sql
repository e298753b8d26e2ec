-- Which evaluation of a checkpoint speaks for it: repeats are measures of one model, not new models.
with n_scores as (

    select
        evaluation_id,
        count(*) as n_scores
    from {{ ref('int_scores_deduplicated') }}
    group by evaluation_id

),

joined as (

    select
        evaluations.*,
        coalesce(n_scores.n_scores, 0) as n_scores,
        coalesce(precision_ranks.precision_rank, 3) as precision_rank
    from {{ ref('int_evaluations_unioned') }} as evaluations
    left join n_scores on evaluations.evaluation_id = n_scores.evaluation_id
    left join {{ ref('precision_ranks') }} as precision_ranks on evaluations.precision = precision_ranks.precision

)

select
    evaluation_id,
    n_scores,
    is_quantised,
    count(*) over (partition by snapshot_id, checkpoint_name) as n_repeats,
    row_number() over (
        partition by snapshot_id, checkpoint_name
        order by is_quantised asc, n_scores desc, precision_rank asc, submitted_on desc nulls last, evaluation_id asc
    ) = 1 as is_preferred_evaluation
from joined
