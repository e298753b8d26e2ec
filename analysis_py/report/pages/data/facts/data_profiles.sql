-- The scores of each snapshot and benchmark in numbers, with the value that occurs most often.
with mass_points as (
    select
        snapshot_id,
        benchmark_id,
        score_pct as mode_pct,
        count(*) as n_mode
    from marts.fct_scores
    group by snapshot_id, benchmark_id, score_pct
    qualify row_number() over (
        partition by snapshot_id, benchmark_id order by n_mode desc, mode_pct asc
    ) = 1
)

select
    source_name,
    benchmark_name,
    n_scores,
    min_pct,
    mean_pct,
    max_pct,
    std_dev_pct,
    chance_pct,
    100 * share_zero as zero_pct,
    mode_pct,
    100 * n_mode / n_scores as mode_share_pct,
    correlation_with_others
from quality.benchmark_profiles
inner join mass_points using (snapshot_id, benchmark_id)
inner join marts.dim_benchmarks using (benchmark_id)
inner join reporting.rpt_snapshots using (snapshot_id)
order by taken_on, source_name, benchmark_order;
