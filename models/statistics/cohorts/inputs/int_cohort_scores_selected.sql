-- The scores of every cohort. Every statistic reads this table or int_cohort_levels_assigned, and
-- both wait for the gate. score_units counts millionths of a percent, so that sums of scores and of
-- their squares are whole numbers: exact, and the same in whatever order threads add them.
-- A cohort may be left to the statistics of docs/field.md, which read the facts themselves, and a benchmark
-- of seeds/boards/narrow_benchmarks.csv to those that ask for it by name (int_cohort_scores_narrow).
-- depends_on: {{ ref('quality_gate') }}
with members as (

    select bridge.*
    from {{ ref('bridge_cohort_evaluations') }} as bridge
    inner join {{ ref('dim_cohorts') }} as cohorts on bridge.cohort_id = cohorts.cohort_id
    where cohorts.statistics = 'all'

)

select
    members.cohort_id,
    scores.evaluation_id,
    scores.benchmark_id,
    scores.score_pct,
    round(scores.score_pct * 1000000)::bigint as score_units
from members
inner join {{ ref('fct_scores') }} as scores on members.evaluation_id = scores.evaluation_id
anti join {{ ref('narrow_benchmarks') }} as narrow on scores.benchmark_id = narrow.benchmark_id
