-- What is known of the weights of a cohort: the earliest day of release, and who may download them.
select
    members.cohort_id,
    coalesce(configurations.weights, evaluations.model_name) as weights,
    min(configurations.organisation) as organisation,
    min(configurations.released_on) as released_on,
    max(configurations.weights_released_on) as weights_released_on,
    bool_or(configurations.is_open_weights) as is_open_weights,
    count(distinct members.evaluation_id) as n_evaluations
from {{ ref('bridge_cohort_evaluations') }} as members
inner join {{ ref('fct_evaluations') }} as evaluations on members.evaluation_id = evaluations.evaluation_id
left join {{ ref('dim_configurations') }} as configurations
    on members.evaluation_id = configurations.evaluation_id
group by members.cohort_id, coalesce(configurations.weights, evaluations.model_name)
