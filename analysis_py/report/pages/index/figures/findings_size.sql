-- Score by model size in January 2024: on the rows the paper analysed and on all of that day.
select
    case cohort_id
        when 'january_2024' then 'all evaluations'
        else 'the rows the paper analysed'
    end as population,
    benchmark_order,
    format(
        '{} · n = {:,} and {:,}', benchmark_name,
        max(n_obs) filter (where cohort_id = 'january_2024') over panels,
        max(n_obs) filter (where cohort_id = 'paper_2024_01') over panels
    ) as panel,
    parameters_b,
    relative_score,
    relative_score_low,
    relative_score_high
from reporting.rpt_size_curves
where gamm = 'size_clustered' and engine = 'reml' and cohort_id in ('january_2024', 'paper_2024_01')
window panels as (partition by benchmark_id)
qualify (grid_point % 2 = 1 or grid_point = 100) and parameters_b >= 0.1
order by cohort_id, benchmark_order, parameters_b;
