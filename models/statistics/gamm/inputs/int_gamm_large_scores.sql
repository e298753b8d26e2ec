-- Scores of large cohorts beside what the GAMMs know of each evaluation, of known size only. The
-- logarithms are whole millionths, so that sums are exact and no order of rows changes a bit.
select
    members.cohort_id,
    members.evaluation_id,
    scores.benchmark_id,
    members.log_parameters_b,
    members.training_type,
    members.architecture,
    members.architecture_family,
    members.base_family,
    members.lineage_family,
    cast(round(scores.log_score * 1000000) as bigint) as log_score
from {{ ref('int_gamm_members') }} as members
inner join {{ ref('int_gamm_scores') }} as scores
    on members.cohort_id = scores.cohort_id
    and members.evaluation_id = scores.evaluation_id
where members.is_large and members.log_parameters_b is not null
