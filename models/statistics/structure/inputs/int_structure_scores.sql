-- The scores behind statistics of structure. Where a board names the weights of a run, repeated runs of the
-- same weights count once, with the mean of their scores.
-- depends_on: {{ ref('quality_gate') }}
with weights as (

    select
        evaluation_id,
        weights
    from {{ ref('dim_configurations') }}

)

select
    members.cohort_id,
    coalesce(weights.weights, members.evaluation_id) as row_id,
    scores.benchmark_id,
    avg(scores.score_pct order by scores.evaluation_id) as score_pct,
    min(scores.std_error_pct) as std_error_pct
from {{ ref('bridge_cohort_evaluations') }} as members
inner join {{ ref('dim_cohorts') }} as cohorts on members.cohort_id = cohorts.cohort_id
inner join {{ ref('fct_scores') }} as scores on members.evaluation_id = scores.evaluation_id
left join weights on members.evaluation_id = weights.evaluation_id
where cohorts.statistics != 'paper'
group by all
