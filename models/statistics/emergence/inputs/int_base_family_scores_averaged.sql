-- Mean score of every base family on four scales. Fine-tunes of one base are no independent rows, so
-- curves over size are fitted to base families. Means are of whole billionths, summed exactly.
with scores as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        scores.score_pct,
        benchmarks.n_items,
        benchmarks.chance_pct,
        evaluations.base_family,
        evaluations.parameters_b
    from {{ ref('int_cohort_scores_selected') }} as scores
    inner join {{ ref('fct_evaluations') }} as evaluations on scores.evaluation_id = evaluations.evaluation_id
    inner join {{ ref('dim_benchmarks') }} as benchmarks on scores.benchmark_id = benchmarks.benchmark_id
    -- a cluster of merges or of models of unknown base is no base
    where evaluations.is_base_family_resolved

),

scaled as (

    select
        * exclude (score_pct, n_items, chance_pct),
        score_pct as raw,
        {{ log_of_score('score_pct') }} as log,
        {{ logit_of_score('score_pct', 'n_items') }} as logit,
        100 * {{ above_chance('score_pct', 'chance_pct') }} as above_chance
    from scores

),

long as (

    select *
    from scaled
    unpivot include nulls (score for score_scale in (raw, log, logit, above_chance))

)

select
    cohort_id,
    benchmark_id,
    score_scale,
    base_family,
    -- the sizes of one base family agree but for what has lost or won layers
    sum(round(parameters_b * 1e9)::hugeint) / count(parameters_b) / 1e9 as parameters_b,
    count(*) as n_evaluations,
    count(score) as n_scored,
    sum(round(score * 1e9)::hugeint) / count(score) / 1e9 as mean
from long
group by cohort_id, benchmark_id, score_scale, base_family
