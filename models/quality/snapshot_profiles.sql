-- Input of the expectations: the volume of a snapshot and its unresolved facts.
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

-- the average of a gated board is checked against its gated benchmarks, without later additions
scores as (

    select
        scores.evaluation_id,
        avg(coalesce(printed.normalised_pct, scores.score_pct) order by scores.benchmark_id) as mean_score_pct
    from {{ ref('fct_scores') }} as scores
    -- scores normalised by the board
    inner join {{ ref('int_scores_deduplicated') }} as printed using (evaluation_id, benchmark_id)
    inner join boards using (snapshot_id)
    left join {{ ref('benchmarks') }} as benchmarks using (benchmark_id)
    where not boards.is_gated or benchmarks.is_gated
    group by scores.evaluation_id

),

-- a score that no model of that size reaches
impossible as (

    select distinct evaluations.evaluation_id
    from evaluations
    inner join {{ ref('fct_scores') }} as scores using (evaluation_id)
    inner join {{ ref('size_limits') }} as limits using (benchmark_id)
    where evaluations.parameters_b < limits.below_b and scores.score_pct > limits.score_pct

),

-- models of one base that were put together of no others have its size, unless layers were taken out or added
base_sizes as (

    select
        snapshot_id,
        base_family,
        median(parameters_b) as parameters_b
    from evaluations
    where is_base_family_resolved and not is_merge_resolved
    group by snapshot_id, base_family

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
    count(impossible.evaluation_id) as n_sizes_impossible,
    coalesce(avg(
        (
            greatest(
                evaluations.parameters_b / base_sizes.parameters_b,
                base_sizes.parameters_b / evaluations.parameters_b
            ) > 1.5
        )::int
    ) filter (where not evaluations.is_merge_resolved), 0) as share_size_off_base,
    avg((evaluations.architecture = 'Unknown')::int) as share_architecture_unknown,
    avg((evaluations.training_type = 'unknown')::int) as share_training_type_unknown,
    avg((evaluations.training_type_source = 'label not in the map')::int) as share_training_type_unmapped,
    -- a board's average is the mean of its scores, of the normalised ones where there are any
    max(abs(evaluations.average_pct - scores.mean_score_pct)) as max_average_gap_pct,
    bool_or(boards.is_gated) as is_gated
from evaluations
inner join {{ ref('dim_snapshots') }} as snapshots using (snapshot_id)
inner join boards using (snapshot_id)
inner join accounting on snapshots.file_name = accounting.file_name
left join impossible using (evaluation_id)
left join base_sizes using (snapshot_id, base_family)
left join scores using (evaluation_id)
group by snapshots.snapshot_id, snapshots.source
