-- How often every score occurs in every level of every factor. Scores are few beside evaluations, and
-- their counts say all that summaries of a level are made of; medians of rows would need all of them
-- in memory.
with counted as (

    select
        levels.cohort_id,
        scores.benchmark_id,
        levels.factor,
        levels.level,
        scores.score_pct,
        scores.score_units,
        count(*) as n
    from {{ ref('int_cohort_levels_assigned') }} as levels
    inner join {{ ref('int_cohort_scores_compared') }} as scores using (cohort_id, evaluation_id)
    group by
        levels.cohort_id,
        scores.benchmark_id,
        levels.factor,
        levels.level,
        scores.score_pct,
        scores.score_units

)

select
    *,
    (sum(n) over (
        partition by cohort_id, benchmark_id, factor, level
        order by score_pct
    ))::bigint as n_up_to,
    (sum(n) over (partition by cohort_id, benchmark_id, factor, level))::bigint as n_obs
from counted
