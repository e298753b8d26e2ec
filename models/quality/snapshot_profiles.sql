-- What the expectations look at: how much of a snapshot there is and how much of it is unresolved.
with evaluations as (

    select * from {{ ref('fct_evaluations') }}

),

boards as (

    select
        snapshots.snapshot_id,
        coalesce(boards.is_gated, false) as is_gated
    from {{ ref('dim_snapshots') }} as snapshots
    left join {{ ref('boards') }} as boards on snapshots.source = boards.board

),

-- the average of a gated board is held against its gated benchmarks; one that came later is no part of it
scores as (

    select
        scores.evaluation_id,
        avg(coalesce(scores.normalised_pct, scores.score_pct) order by scores.benchmark_id) as mean_score_pct
    from {{ ref('fct_scores') }} as scores
    inner join boards on scores.snapshot_id = boards.snapshot_id
    left join {{ ref('benchmarks') }} as benchmarks on scores.benchmark_id = benchmarks.benchmark_id
    where not boards.is_gated or benchmarks.is_gated
    group by scores.evaluation_id

),

accounting as (

    select
        source,
        file_name,
        n_quarantined / nullif(n_read, 0) as share_quarantined
    from {{ ref('row_accounting') }}

)

select
    snapshots.snapshot_id,
    snapshots.source,
    count(*) as n_evaluations,
    min(year(evaluations.submitted_on)) as first_submission_year,
    max(accounting.share_quarantined) as share_quarantined,
    avg((evaluations.parameters_b is null)::int) as share_size_unknown,
    avg((evaluations.parameters_source = 'truncated integer')::int) as share_size_truncated,
    avg((evaluations.architecture = 'Unknown')::int) as share_architecture_unknown,
    avg((evaluations.training_type = 'unknown')::int) as share_training_type_unknown,
    avg((evaluations.training_type_source = 'label not in the map')::int) as share_training_type_unmapped,
    -- a board's average is the mean of its scores, of the normalised ones where there are any
    max(abs(evaluations.average_pct - scores.mean_score_pct)) as max_average_gap_pct,
    bool_or(boards.is_gated) as is_gated
from evaluations
inner join {{ ref('dim_snapshots') }} as snapshots on evaluations.snapshot_id = snapshots.snapshot_id
inner join boards on evaluations.snapshot_id = boards.snapshot_id
inner join accounting on snapshots.file_name = accounting.file_name
left join scores on evaluations.evaluation_id = scores.evaluation_id
group by snapshots.snapshot_id, snapshots.source
