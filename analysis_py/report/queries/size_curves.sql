-- Score by model size on each benchmark, relative to the average model (Fig. 3).
select cohort_id, engine, benchmark_order,
       format('{} · n = {:,}', benchmark_name, n_obs) as panel,
       parameters_b, relative_score, relative_score_low, relative_score_high
from reporting.rpt_size_curves
where gamm = 'size' and (grid_point % 2 = 1 or grid_point = 100)
order by cohort_id, engine desc, benchmark_order, parameters_b;
