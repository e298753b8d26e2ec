-- Every score that is not in the warehouse: for a reason of its own, or because its record is not.
with scores as (

    select * from {{ ref('int_scores_checked') }}
    where text is not null

),

rejected as (

    select
        records.board as source,
        records.file_name,
        scores.row_number,
        scores.file_column,
        records.model_name,
        scores.benchmark,
        coalesce(scores.value_problem, scores.benchmark_problem, records.reject_reason) as reject_reason,
        scores.text as value
    from scores
    inner join {{ ref('int_evaluations_checked') }} as records using (snapshot_id, row_number)

)

select
    source,
    file_name,
    row_number,
    file_column,
    model_name,
    benchmark,
    {{ reason_and_detail('reject_reason') }},
    value
from rejected
where reject_reason is not null
