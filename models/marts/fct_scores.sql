with scores as (

    select * from {{ ref('int_scores_chosen') }}

),

evaluations as (

    select * from {{ ref('fct_evaluations') }}

),

benchmarks as (

    select * from {{ ref('dim_benchmarks') }}

),

described as (

    select
        scores.*,
        evaluations.snapshot_id,
        coalesce(scores.n_items, benchmarks.n_items) as n_items_known
    from scores
    left join evaluations on scores.evaluation_id = evaluations.evaluation_id
    left join benchmarks on scores.benchmark_id = benchmarks.benchmark_id

)

select
    evaluation_id,
    benchmark_id,
    snapshot_id,
    score_pct,
    coalesce(
        std_error_pct,
        -- binomial: the score is a share of n_items independent items
        100 * sqrt(score_pct / 100 * (1 - score_pct / 100) / n_items_known)
    ) as std_error_pct,
    normalised_pct,
    n_items_known as n_items,
    n_shots,
    metric
from described
