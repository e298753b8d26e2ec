-- Score by model size on the day of the paper: on the rows it analysed and on all of that day.
select
    if(cohort_role = 'headline', 'all evaluations', 'the rows the paper analysed') as population,
    benchmark_order,
    format(
        '{} · n = {:,} and {:,}', benchmark_name,
        max(n_obs) filter (where cohort_role = 'headline') over panels,
        max(n_obs) filter (where cohort_role = 'paper') over panels
    ) as panel,
    parameters_b,
    relative_score,
    relative_score_low,
    relative_score_high
from reporting.rpt_size_curves
where gamm = 'size_clustered' and engine = 'reml' and cohort_role in ('headline', 'paper')
window panels as (partition by benchmark_id)
qualify (grid_point % 2 = 1 or grid_point = 100) and parameters_b >= 0.1
order by cohort_role, benchmark_order, parameters_b;
