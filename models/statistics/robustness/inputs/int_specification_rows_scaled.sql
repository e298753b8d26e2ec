{{ config(materialized="view") }}

-- The rows of every conclusion that a specification curve puts to the test, for every cohort and
-- duplicate policy, with the score on every scale. Values are whole numbers, millionths of their
-- unit, so that sums are exact; see int_cohort_scores_selected. Ranks are twice the average rank of
-- tied values, which is whole too.
with

-- A cohort may lack the evaluation that speaks for a model on the whole board. Then the best it has
-- does, by the same rule.
members as (

    select
        levels.cohort_id,
        levels.factor,
        levels.level,
        evaluations.evaluation_number,
        evaluations.preference = min(evaluations.preference) over (
            partition by levels.cohort_id, levels.factor, evaluations.checkpoint_number
        ) as is_preferred
    from {{ ref('int_cohort_levels_assigned') }} as levels
    inner join {{ ref('int_specification_evaluations_numbered') }} as evaluations using (evaluation_id)
    where levels.factor in (select sets.factor from {{ ref('int_specification_sets_numbered') }} as sets)

),

scores as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        scores.score_pct,
        scores.score_units,
        evaluations.evaluation_number,
        evaluations.cell_number
    from {{ ref('int_cohort_scores_selected') }} as scores
    inner join {{ ref('int_specification_evaluations_numbered') }} as evaluations using (evaluation_id)

),

-- By itself, because it is shorter than what it is joined with next, whichever way that is planned.
scored as materialized (

    select
        members.cohort_id,
        members.factor,
        members.level,
        members.is_preferred,
        scores.benchmark_id,
        scores.score_pct,
        scores.score_units,
        scores.cell_number
    from scores
    inner join members using (cohort_id, evaluation_number)

),

ranked as (

    select
        sets.set_number,
        sets.side,
        scored.benchmark_id,
        scored.score_pct,
        scored.score_units,
        scored.cell_number,
        2 * rank() over by_score + count(*) over alike - 1 as rank
    from scored
    inner join {{ ref('int_specification_sets_numbered') }} as sets
        on scored.cohort_id = sets.cohort_id
        and scored.factor = sets.factor
        and scored.level = sets.level
        and (sets.duplicates = 'all' or scored.is_preferred)
        and scored.benchmark_id = coalesce(sets.only_benchmark_id, scored.benchmark_id)
    window
        by_score as (partition by sets.set_number, scored.benchmark_id order by scored.score_units),
        alike as (
            partition by sets.set_number, scored.benchmark_id
            order by scored.score_units
            range between current row and current row
        )

)

select
    ranked.set_number,
    ranked.benchmark_id,
    ranked.side,
    ranked.cell_number,
    ranked.score_units as raw,
    round({{ log_of_score('ranked.score_pct') }} * 1000000)::bigint as log,
    round({{ logit_of_score('ranked.score_pct', 'benchmarks.n_items') }} * 1000000)::bigint as logit,
    -- in percent; without a chance level this would be the raw score again
    case
        when benchmarks.chance_pct > 0
            then round({{ above_chance('ranked.score_pct', 'benchmarks.chance_pct') }} * 100000000)::bigint
    end as above_chance,
    ranked.rank
from ranked
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
