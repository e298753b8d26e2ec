-- Scores of every cohort on benchmarks that comparisons leave out, in the
-- shape of int_cohort_scores_selected. depends_on: {{ ref('quality_gate') }}
select
    members.cohort_id,
    scores.evaluation_id,
    scores.benchmark_id,
    scores.score_pct,
    round(scores.score_pct * 1000000)::bigint as score_units
from {{ ref('bridge_cohort_evaluations') }} as members
inner join {{ ref('dim_cohorts') }} as cohorts on members.cohort_id = cohorts.cohort_id
inner join {{ ref('fct_scores') }} as scores on members.evaluation_id = scores.evaluation_id
inner join {{ ref('narrow_benchmarks') }} as narrow on scores.benchmark_id = narrow.benchmark_id
where cohorts.statistics = 'all'
