-- Growth of the score per doubling of size, fine-tunes of one base allowed to be alike, with the
-- whole-curve band, and where those of all smoothers leave no growth out.
with slopes as (
    select
        *,
        coalesce(direction_agreed, 'neither') as trend,
        (trend is distinct from lag(coalesce(direction_agreed, 'neither')) over curves) as begins
    from reporting.rpt_size_curves
    where
        gamm = 'size_clustered' and engine = 'reml' and growth_pct is not null
        and (grid_point % 3 = 1 or grid_point = 100) and parameters_b >= 0.01
    window curves as (partition by cohort_id, benchmark_id order by grid_point)
)

select
    cohort_id,
    benchmark_order,
    format('{} · n = {:,}', benchmark_name, n_obs) as panel,
    parameters_b,
    growth_pct,
    growth_pct_low,
    growth_pct_high,
    trend,
    count_if(begins) over (partition by cohort_id, benchmark_id order by grid_point)::integer as stretch
from slopes
order by cohort_id, benchmark_order, parameters_b;
