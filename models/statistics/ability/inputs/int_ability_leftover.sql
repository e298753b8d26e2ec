-- What one ability leaves of every score, in standard deviations; less where the tails give it little weight.
select
    scores.cohort_id,
    scores.weights,
    scores.benchmark_id,
    models.developer,
    scores.score_pct,
    scores.expected_pct,
    scores.z * sqrt(scores.weight) as residual,
    year(models.released_on) as year
from {{ ref('stat_ability_residuals') }} as scores
inner join {{ ref('int_ability_scaled') }} as models using (cohort_id, weights)
where not scores.is_failed_run
order by scores.cohort_id, scores.weights, scores.benchmark_id
