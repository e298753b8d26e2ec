-- Evaluations of each board by the month of their submission, of pretrained and of other models.
with months as (
    select
        snapshot_id,
        snapshots.source_name,
        snapshots.taken_on,
        coalesce(strftime(evaluations.submitted_on, '%Y-%m'), 'undated') as month,
        evaluations.training_type,
        count(*) as n_evaluations
    from marts.fct_evaluations as evaluations
    inner join reporting.rpt_snapshots as snapshots using (snapshot_id)
    group by all
)

select
    snapshot_id,
    dense_rank() over (order by taken_on, source_name) as board_order,
    format(
        '{} · n = {:,} ({:,} undated)', source_name,
        sum(sum(n_evaluations)) over board::bigint,
        coalesce(sum(sum(n_evaluations)) filter (where month = 'undated') over board, 0)::bigint
    ) as panel,
    month,
    if(training_type = 'pretrained', training_type, 'tuned or unknown') as kind,
    (training_type is distinct from 'pretrained')::integer as kind_order,
    sum(n_evaluations)::bigint as n_evaluations
from months
group by snapshot_id, taken_on, source_name, month, kind, kind_order
window board as (partition by snapshot_id)
qualify month != 'undated'
order by board_order, month, kind_order;
