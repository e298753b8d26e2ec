with

-- metrics that grade an item instead of counting it right or wrong
graded_metrics as (

    select * from {{ ref('graded_metrics') }}

),

described as (

    select
        scores.*,
        evaluations.snapshot_id,
        coalesce(scores.n_items, case when not scores.is_part then benchmarks.n_items end) as n_items_known,
        benchmarks.chance_pct,
        graded_metrics.metric is not null as is_graded
    from {{ ref('int_scores_deduplicated') }} as scores
    left join {{ ref('fct_evaluations') }} as evaluations on scores.evaluation_id = evaluations.evaluation_id
    left join {{ ref('dim_benchmarks') }} as benchmarks on scores.benchmark_id = benchmarks.benchmark_id
    left join graded_metrics on coalesce(scores.metric, benchmarks.metric) = graded_metrics.metric

)

select
    evaluation_id,
    benchmark_id,
    snapshot_id,
    score_pct,
    coalesce(
        std_error_pct,
        -- binomial: the score is a share of n_items independent items
        case when not is_graded then 100 * sqrt(score_pct / 100 * (1 - score_pct / 100) / n_items_known) end
    ) as std_error_pct,
    coalesce(normalised_pct, 100 * {{ chance_corrected('score_pct', 'chance_pct') }}) as normalised_pct,
    n_items_known as n_items,
    n_shots,
    metric
from described
