-- Every evaluation of every population, of a population of more than 25,000 the first so many by their identifier, a
-- hash. Where a model has several, run_id tells the others from the first.
with numbered as (

    select
        bridge.cohort_id,
        evaluations.*,
        row_number() over (
            partition by bridge.cohort_id, evaluations.model_name
            order by evaluations.is_preferred_evaluation desc, evaluations.evaluation_id asc
        ) as run_number,
        row_number() over (partition by bridge.cohort_id order by evaluations.evaluation_id asc) - 1 as place
    from marts.bridge_cohort_evaluations as bridge
    inner join marts.fct_evaluations as evaluations on bridge.evaluation_id = evaluations.evaluation_id

)

select
    cohort_id,
    model_name,
    if(run_number = 1, null, left(evaluation_id, 8)) as run_id,
    concat_ws(', ', variant, precision, left(revision, 8)) as run,
    parameters_b,
    training_type,
    architecture_family,
    base_family,
    base_model_name
from numbered
where place < 25000
order by cohort_id asc, evaluation_id asc;
