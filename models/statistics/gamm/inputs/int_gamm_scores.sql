-- log(0) does not exist: a score of 0 is no row here, and the fits count the rows that this costs.
select
    cohort_id,
    evaluation_id,
    benchmark_id,
    ln(score_pct) as log_score
from {{ ref('int_cohort_scores_compared') }}
where score_pct > 0
