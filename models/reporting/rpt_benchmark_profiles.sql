-- The scores of each snapshot and benchmark in numbers.
with modes as (

    select
        snapshot_id,
        benchmark_id,
        score_pct as mode_pct,
        count(*) as n_mode
    from {{ ref('fct_scores') }}
    group by snapshot_id, benchmark_id, score_pct
    qualify row_number() over (partition by snapshot_id, benchmark_id order by n_mode desc, mode_pct asc) = 1

),

profiles as (

    select
        profiles.*,
        snapshots.source_name,
        snapshots.taken_on,
        benchmarks.chance_pct,
        100 * profiles.share_zero as zero_pct,
        modes.mode_pct,
        100 * modes.n_mode / profiles.n_scores as mode_share_pct
    from {{ ref('benchmark_profiles') }} as profiles
    inner join modes using (snapshot_id, benchmark_id)
    inner join {{ ref('rpt_snapshots') }} as snapshots using (snapshot_id)
    inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)

)

{{ name_rows('profiles', cohorts=false) }}
