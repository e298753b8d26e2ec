-- Every evaluation of every population, of a population of more than 25,000 the first so many by their identifier, a
-- hash. Where a model has several, run_id tells the others from the first.
select
    cohort_id,
    model_name,
    if(row_number() over runs = 1, null, left(evaluation_id, 8)) as run_id,
    concat_ws(', ', variant, precision, left(revision, 8)) as run,
    parameters_b,
    training_type,
    architecture_family,
    base_family,
    base_model_name
from reporting.rpt_evaluations
window
    runs as (partition by cohort_id, model_name order by is_preferred_evaluation desc, evaluation_id asc)
qualify row_number() over (partition by cohort_id order by evaluation_id asc) <= 25000
order by cohort_id asc, evaluation_id asc;
