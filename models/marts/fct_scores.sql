with scores as (

    select * from {{ ref('int_scores_unioned') }}

),

evaluations as (

    select * from {{ ref('fct_evaluations') }}

),

snapshots as (

    select * from {{ ref('dim_snapshots') }}

),

benchmarks as (

    select * from {{ ref('dim_benchmarks') }}

),

source_benchmarks as (

    select * from {{ ref('source_benchmarks') }}

)

select
    scores.evaluation_id,
    scores.benchmark_id,
    evaluations.snapshot_id,
    scores.score_pct,
    -- binomial: the score is a share of n_items independent items
    100 * sqrt(scores.score_pct / 100 * (1 - scores.score_pct / 100) / benchmarks.n_items) as std_error_pct,
    scores.normalised_pct,
    benchmarks.n_items,
    source_benchmarks.n_shots,
    source_benchmarks.metric
from scores
inner join evaluations on scores.evaluation_id = evaluations.evaluation_id
inner join snapshots on evaluations.snapshot_id = snapshots.snapshot_id
inner join benchmarks on scores.benchmark_id = benchmarks.benchmark_id
inner join source_benchmarks
    on snapshots.source = source_benchmarks.source
    and scores.benchmark_id = source_benchmarks.benchmark_id
