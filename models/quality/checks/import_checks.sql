-- Checks of every benchmark of an import. None stops a build: values that are
-- implausible on a large public board may be true in the user's own results.
with profiles as (

    select profiles.*
    from {{ ref('benchmark_profiles') }} as profiles
    inner join {{ ref('dim_snapshots') }} as snapshots on profiles.snapshot_id = snapshots.snapshot_id
    where snapshots.is_import

),

checks as (

    select
        snapshot_id,
        benchmark_id,
        n_scores,
        unnest([
            {
                'check_name': 'scale',
                'observed': max_pct,
                'is_met': max_pct = 0 or max_pct > 1,
                'expected': 'some score is above 1 %: shares may have been taken for percentages'
            },
            {
                'check_name': 'mean',
                'observed': mean_pct,
                'is_met': mean_pct between 1 and 95,
                'expected': 'the mean lies between 1 and 95 percent'
            },
            {
                'check_name': 'zeros',
                'observed': 100 * share_zero,
                'is_met': share_zero <= 0.6,
                'expected': 'at most 60 % of the scores are 0'
            },
            {
                'check_name': 'below chance',
                'observed': 100 * share_below_chance,
                'is_met': share_below_chance <= 0.5,
                'expected': 'at most half of the scores are 10 points below chance: columns may be swapped'
            },
            {
                'check_name': 'correlation',
                'observed': correlation_with_others,
                'is_met': correlation_with_others >= 0 or n_scores < 10,
                'expected': 'it goes with the other benchmarks of the import, '
                || 'where ten models or more have it'
            }
        ], recursive := true)
    from profiles

)

select
    snapshot_id,
    benchmark_id,
    check_name,
    n_scores,
    observed,
    -- where chance or the other benchmarks are unknown there is nothing to be held against
    coalesce(is_met, true) as is_met,
    expected
from checks
