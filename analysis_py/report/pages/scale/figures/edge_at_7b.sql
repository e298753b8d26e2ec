-- The step across the edge at 7 B as the edge moves, on the board that the paper analysed.
with papers as (
    select source
    from marts.dim_cohorts
    inner join marts.dim_snapshots using (snapshot_id)
    where cohort_id = 'paper_2024_01'
)

select
    cohort_id,
    benchmark_order,
    format(
        '{} · n = {:,}', benchmark_name,
        max(n_below + n_above) filter (where is_paper_edge) over (partition by cohort_id, benchmark_id)
    ) as panel,
    position_above_b as from_b,
    position_b as to_b,
    estimate,
    std_error,
    decision,
    n_below,
    n_above
from statistics.stat_bin_edges
inner join marts.dim_cohorts using (cohort_id)
inner join marts.dim_snapshots using (snapshot_id)
inner join marts.dim_benchmarks using (benchmark_id)
where
    edge_b = 7 and estimate is not null
    and source in (select source from papers)
order by cohort_id, benchmark_order, from_b;
