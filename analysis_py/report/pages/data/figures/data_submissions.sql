-- Evaluations of each board by the month of their submission and the training type.
select
    dense_rank() over (order by taken_on, source_name) as board_order,
    format(
        '{} · n = {:,} ({:,} undated)', source_name,
        sum(n_evaluations) over board::bigint,
        coalesce(sum(n_evaluations) filter (where month = 'undated') over board, 0)::bigint
    ) as panel,
    month,
    training_type,
    list_position(
        ['pretrained', 'fine-tuned', 'instruction-tuned', 'RL-tuned', 'reasoning', 'unknown'],
        training_type
    ) as training_type_order,
    n_evaluations
from reporting.rpt_submissions
window board as (partition by snapshot_id)
qualify month != 'undated'
order by board_order, month, training_type_order;
