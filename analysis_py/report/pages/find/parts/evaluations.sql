-- Every evaluation of every population. Where a model has several, run_id tells the others from the first.
select
    bridge.cohort_id,
    evaluations.model_name,
    if(row_number() over repeats = 1, null, left(evaluations.evaluation_id, 8)) as run_id,
    concat_ws(', ', evaluations.variant, evaluations.precision, left(evaluations.revision, 8)) as run,
    evaluations.parameters_b,
    evaluations.training_type,
    evaluations.architecture_family,
    evaluations.base_family,
    evaluations.base_model_name
from marts.bridge_cohort_evaluations as bridge
inner join marts.fct_evaluations as evaluations on bridge.evaluation_id = evaluations.evaluation_id
window repeats as (
    partition by bridge.cohort_id, evaluations.model_name
    order by evaluations.is_preferred_evaluation desc, evaluations.evaluation_id asc
)
order by bridge.cohort_id asc, evaluations.evaluation_id asc;
