-- log(0) does not exist: a score of 0 is null here, and the fits count the rows that this costs.
with members as (

    select
        bridge.cohort_id,
        evaluations.evaluation_id,
        evaluations.parameters_b,
        evaluations.training_type,
        evaluations.architecture,
        evaluations.architecture_family
    from {{ ref('bridge_cohort_evaluations') }} as bridge
    inner join {{ ref('fct_evaluations') }} as evaluations on bridge.evaluation_id = evaluations.evaluation_id

),

scores as (

    select * from {{ ref('int_cohort_scores_selected') }}

),

logs as (

    select
        cohort_id,
        evaluation_id,
        {% for benchmark in benchmark_ids() -%}
        max(ln(score_pct)) filter (where benchmark_id = '{{ benchmark }}' and score_pct > 0) as log_{{ benchmark }}
        {%- if not loop.last %},{% endif %}
        {% endfor %}
    from scores
    group by cohort_id, evaluation_id

)

select
    members.cohort_id,
    members.evaluation_id,
    ln(members.parameters_b) as log_parameters_b,
    members.training_type,
    members.architecture,
    members.architecture_family,
    logs.* exclude (cohort_id, evaluation_id)
from members
left join logs
    on members.cohort_id = logs.cohort_id
    and members.evaluation_id = logs.evaluation_id
