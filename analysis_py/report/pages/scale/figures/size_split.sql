-- Score over size between model generations and within them, tunes of one base allowed to be alike.
select
    cohort_id,
    benchmark_order,
    format('{} · n = {:,}', benchmark_name, n_obs) as panel,
    part,
    size_value,
    relative_score,
    relative_score_low,
    relative_score_high
from reporting.rpt_size_split
where grid_point % 3 = 1 or grid_point = 100
order by cohort_id, benchmark_order, part, size_value;
