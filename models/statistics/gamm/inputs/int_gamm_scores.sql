-- log(0) does not exist: a score of 0 is no row here, and the fits count the rows that this costs.
with large as (

    select distinct cohort_id from {{ ref('int_gamm_members') }}
    where is_large

)

select
    scores.cohort_id,
    scores.evaluation_id,
    scores.benchmark_id,
    ln(scores.score_pct) as log_score,
    large.cohort_id is not null as is_large
from {{ ref('int_cohort_scores_compared') }} as scores
left join large on scores.cohort_id = large.cohort_id
where scores.score_pct > 0
