-- Scores for the methods that the paper uses itself: those of int_cohort_scores_selected, and of cohorts
-- that have the paper's own sizes and are there for these methods alone.
select * from {{ ref('int_cohort_scores_selected') }}
union all
select
    members.cohort_id,
    scores.evaluation_id,
    scores.benchmark_id,
    scores.score_pct,
    round(scores.score_pct * 1000000)::bigint as score_units
from {{ ref('int_cohort_sizes_chosen') }} as members
inner join {{ ref('fct_scores') }} as scores on members.evaluation_id = scores.evaluation_id
anti join {{ ref('narrow_benchmarks') }} as narrow on scores.benchmark_id = narrow.benchmark_id
where members.statistics = 'paper'
