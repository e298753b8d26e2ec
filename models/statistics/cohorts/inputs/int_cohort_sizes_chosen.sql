-- The size, training type and architecture of every evaluation of every
-- cohort: those that are known of it, or for a cohort of the paper's own
-- methods the size that its authors had and what the record's own labels say.
select
    bridge.cohort_id,
    bridge.evaluation_id,
    cohorts.statistics,
    case cohorts.statistics
        when 'paper' then evaluations.parameters_b_paper
        else evaluations.parameters_b
    end as parameters_b,
    case cohorts.statistics
        when 'paper' then typed.training_type_said
        else evaluations.training_type
    end as training_type,
    case cohorts.statistics
        when 'paper' then architectures.architecture_family
        else evaluations.architecture_family
    end as architecture_family,
    case cohorts.statistics
        when 'paper' then architectures.architecture_family_5
        else evaluations.architecture_family_5
    end as architecture_family_5
from {{ ref('bridge_cohort_evaluations') }} as bridge
inner join {{ ref('dim_cohorts') }} as cohorts on bridge.cohort_id = cohorts.cohort_id
inner join {{ ref('fct_evaluations') }} as evaluations on bridge.evaluation_id = evaluations.evaluation_id
inner join {{ ref('int_evaluations_typed') }} as typed on bridge.evaluation_id = typed.evaluation_id
inner join {{ ref('dim_architectures') }} as architectures
    on evaluations.architecture = architectures.architecture
