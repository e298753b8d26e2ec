-- Every sound score of a board that says who reported it: the preferred score of a benchmark and its
-- repeats.
with reports as (

    select * from {{ ref('int_records_pivoted') }}
    where has_reporter

)

select
    scores.evaluation_id,
    scores.snapshot_id,
    scores.row_number,

    -- its benchmark and measurement
    scores.benchmark_id,
    scores.metric,
    reports.comparable_group,

    -- who reported it, and where
    coalesce(reports.reported_by, 'unknown') as reported_by,
    reports.reported_at,
    reports.name_in_source,
    scores.report::bigint as report,

    -- the score
    scores.value,
    scores.unit,
    scores.score_pct,
    scores.is_score

from {{ ref('int_scores_prioritised') }} as scores
inner join reports using (snapshot_id, row_number)
