-- The size of every evaluation of every cohort: the one that its base has, or for a cohort of the paper's own
-- methods the one that its authors had.
select
    bridge.cohort_id,
    bridge.evaluation_id,
    cohorts.statistics,
    case cohorts.statistics
        when 'paper' then evaluations.parameters_b_paper
        else evaluations.parameters_b
    end as parameters_b
from {{ ref('bridge_cohort_evaluations') }} as bridge
inner join {{ ref('dim_cohorts') }} as cohorts on bridge.cohort_id = cohorts.cohort_id
inner join {{ ref('fct_evaluations') }} as evaluations on bridge.evaluation_id = evaluations.evaluation_id
