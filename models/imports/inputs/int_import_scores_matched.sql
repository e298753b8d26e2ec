-- The scores of imports beside every cohort of a board that has the benchmark by the same metric with
-- the same number of worked examples. Unnamed settings compare with nothing.
with scores as (

    select * from {{ ref('fct_scores') }}
    where metric is not null and n_shots is not null

),

own as (

    select
        scores.*,
        deduplicated.is_part
    from scores
    inner join {{ ref('dim_snapshots') }} as snapshots using (snapshot_id)
    inner join {{ ref('int_scores_deduplicated') }} as deduplicated using (evaluation_id, benchmark_id)
    where snapshots.is_import

),

own_settings as (

    select distinct
        benchmark_id,
        metric,
        n_shots
    from own

),

cohorts as (

    select cohorts.*
    from {{ ref('dim_cohorts') }} as cohorts
    inner join {{ ref('dim_snapshots') }} as snapshots using (snapshot_id)
    where not snapshots.is_import and cohorts.statistics != 'paper'

),

-- few settings of imports, so that nothing is counted where there are none
board_scores as (

    select scores.*
    from scores
    inner join own_settings using (benchmark_id, metric, n_shots)

),

compared as (

    select distinct
        bridge.cohort_id,
        board_scores.benchmark_id,
        board_scores.metric,
        board_scores.n_shots
    from {{ ref('bridge_cohort_evaluations') }} as bridge
    inner join cohorts using (cohort_id)
    inner join board_scores using (evaluation_id)

)

select
    own.snapshot_id,
    compared.cohort_id,
    own.benchmark_id,
    own.metric,
    own.n_shots,
    own.evaluation_id,
    own.score_pct,
    own.std_error_pct,
    own.n_items,
    own.is_part
from own
inner join compared using (benchmark_id, metric, n_shots)
