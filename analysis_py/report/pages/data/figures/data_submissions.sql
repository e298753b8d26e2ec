-- Evaluations of each board by the month of their submission and the training type.
with evaluations as (
    select
        source_name,
        taken_on,
        submitted_on,
        training_type,
        count(*) over (partition by snapshot_id) as n_evaluations,
        count(*) filter (where submitted_on is null) over (partition by snapshot_id) as n_undated
    from marts.fct_evaluations inner join reporting.rpt_snapshots using (snapshot_id)
)

select
    dense_rank() over (order by taken_on, source_name) as board_order,
    format('{} · n = {:,} ({:,} undated)', source_name, n_evaluations, n_undated) as panel,
    strftime(submitted_on, '%Y-%m') as month,
    training_type,
    list_position(
        ['pretrained', 'fine-tuned', 'instruction-tuned', 'RL-tuned', 'reasoning', 'unknown'],
        training_type
    ) as training_type_order,
    count(*
    ) as n_evaluations
from evaluations
where submitted_on is not null
group by taken_on, source_name, n_evaluations, n_undated, month, training_type
order by board_order, month, training_type_order;
