-- Evaluations of each snapshot by the month of their submission and the training type.
select
    snapshot_id,
    snapshots.source_name,
    snapshots.taken_on,
    coalesce(strftime(evaluations.submitted_on, '%Y-%m'), 'undated') as month,
    evaluations.training_type,
    count(*) as n_evaluations
from {{ ref('fct_evaluations') }} as evaluations
inner join {{ ref('rpt_snapshots') }} as snapshots using (snapshot_id)
group by all
