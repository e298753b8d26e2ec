-- How the scores on each benchmark are spread, in steps of two points.
with bins as (
    select
        snapshot_id,
        benchmark_id,
        least(2 * floor(score_pct / 2), 98) as from_pct,
        count(*) as n_scores
    from marts.fct_scores
    group by all
),

profiles as (
    select
        snapshot_id,
        benchmark_id,
        count(*) as n_scores,
        avg(score_pct order by evaluation_id) as mean_pct
    from marts.fct_scores
    group by all
)

select
    snapshot_id,
    format('{}, {}', source_name, taken_on) as snapshot,
    benchmark_order,
    format('{} · n = {:,}', benchmark_name, profiles.n_scores) as panel,
    from_pct,
    from_pct + 2 as to_pct,
    bins.n_scores,
    -- once per panel, for one line each
    if(row_number() over panel = 1, chance_pct, null) as chance_pct,
    if(row_number() over panel = 1, mean_pct, null) as mean_pct
from bins
inner join profiles using (snapshot_id, benchmark_id)
inner join marts.dim_benchmarks using (benchmark_id)
inner join reporting.rpt_snapshots using (snapshot_id)
window panel as (partition by snapshot_id, benchmark_id order by from_pct)
order by n_evaluations desc, snapshot asc, benchmark_order asc, from_pct asc;
