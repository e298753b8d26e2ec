-- log(0) does not exist: rows with a score of 0 are left out, and the fits count them.
select
    cohort_id,
    evaluation_id,
    benchmark_id,
    ln(score_pct) as log_score
from {{ ref('int_cohort_scores_compared') }}
where score_pct > 0
