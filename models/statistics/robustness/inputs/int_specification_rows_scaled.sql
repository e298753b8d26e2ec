{{ config(materialized="view") }}

-- The rows of every conclusion that a specification curve puts to the test, for every cohort and
-- duplicate policy, with the score on every scale. Values are whole numbers, millionths of their
-- unit, so that sums are exact; see int_cohort_scores_selected. Ranks are twice the average rank of
-- tied values, which is whole too.
with populations as (

    select * from {{ ref('specification_populations') }}

),

compared_levels as (

    select
        levels.conclusion,
        levels.side,
        levels.level,
        conclusions.factor,
        conclusions.only_benchmark_id
    from {{ ref('specification_levels') }} as levels
    inner join {{ ref('specification_conclusions') }} as conclusions on levels.conclusion = conclusions.conclusion

),

checkpoints as (

    select
        evaluations.evaluation_id,
        evaluations.checkpoint_name,
        coalesce(precision_ranks.precision_rank, 3) as precision_rank
    from {{ ref('int_evaluations_gathered') }} as evaluations
    left join {{ ref('precision_ranks') }} as precision_ranks on evaluations.precision = precision_ranks.precision

),

-- A cohort may lack the evaluation that speaks for a model on the whole board. Then the best it has
-- does, by the same rule.
members as (

    select
        levels.cohort_id,
        levels.evaluation_id,
        levels.factor,
        levels.level,
        evaluations.training_type,
        evaluations.architecture_family,
        evaluations.parameters_b,
        evaluations.base_family,
        row_number() over (
            partition by levels.cohort_id, levels.factor, evaluations.snapshot_id, checkpoints.checkpoint_name
            order by
                evaluations.is_quantised asc, evaluations.n_scores desc, checkpoints.precision_rank asc,
                evaluations.submitted_on desc nulls last, evaluations.evaluation_id asc
        ) = 1 as is_preferred
    from {{ ref('int_cohort_levels_assigned') }} as levels
    inner join {{ ref('fct_evaluations') }} as evaluations on levels.evaluation_id = evaluations.evaluation_id
    inner join checkpoints on levels.evaluation_id = checkpoints.evaluation_id
    where evaluations.base_family is not null

),

compared as (

    select
        members.cohort_id,
        populations.duplicates,
        compared_levels.conclusion,
        scores.benchmark_id,
        compared_levels.side,
        members.training_type,
        members.architecture_family,
        members.parameters_b,
        members.base_family,
        scores.score_pct,
        scores.score_units,
        benchmarks.chance_pct,
        benchmarks.n_items
    from members
    inner join populations
        on members.cohort_id = populations.cohort_id
        and (populations.duplicates = 'all' or members.is_preferred)
    inner join compared_levels
        on members.factor = compared_levels.factor
        and members.level = compared_levels.level
    inner join {{ ref('int_cohort_scores_selected') }} as scores
        on members.cohort_id = scores.cohort_id
        and members.evaluation_id = scores.evaluation_id
    inner join {{ ref('dim_benchmarks') }} as benchmarks
        on scores.benchmark_id = benchmarks.benchmark_id
        and scores.benchmark_id = coalesce(compared_levels.only_benchmark_id, scores.benchmark_id)

)

select
    cohort_id,
    duplicates,
    conclusion,
    benchmark_id,
    side,
    training_type,
    architecture_family,
    parameters_b,
    base_family,
    score_units as raw,
    round({{ log_of_score('score_pct') }} * 1000000)::bigint as log,
    round({{ logit_of_score('score_pct', 'n_items') }} * 1000000)::bigint as logit,
    -- in percent; without a chance level this would be the raw score again
    case
        when chance_pct > 0
            then round({{ above_chance('score_pct', 'chance_pct') }} * 100000000)::bigint
    end as above_chance,
    2 * rank() over (partition by cohort_id, duplicates, conclusion, benchmark_id order by score_units)
    + count(*) over (partition by cohort_id, duplicates, conclusion, benchmark_id, score_units) - 1 as rank
from compared
