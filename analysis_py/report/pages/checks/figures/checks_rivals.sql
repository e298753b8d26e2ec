-- Rival shapes of ability over size: how much worse each is than the best, by BIC.
with scales (score_scale, score_scale_order, score_scale_name) as (
    values
    ('raw', 1, 'percent'), ('log', 2, 'logarithm'), ('logit', 3, 'log odds'),
    ('above_chance', 4, 'above chance')
)

select
    cohort_id,
    score_scale_name,
    benchmark_order,
    format('{} · n = {:,}', benchmark_name, max(n_obs)) as benchmark,
    max(delta_bic) filter (where model = 'flat') as flat,
    max(delta_bic) filter (where model = 'line') as straight_line,
    max(delta_bic) filter (where model = 'broken_line') as broken_line,
    max(delta_bic) filter (where model = 'smooth') as smooth_curve,
    max(delta_bic) filter (where model = 'sigmoid') as sigmoid,
    max(delta_bic) filter (where model = 'step') as step,
    bool_or(is_sharp) filter (where model = 'sigmoid') as is_sharp_sigmoid
from statistics.stat_emergence_models
inner join scales using (score_scale)
inner join marts.dim_benchmarks using (benchmark_id)
group by cohort_id, score_scale_order, score_scale_name, benchmark_order, benchmark_name
order by cohort_id, score_scale_order, benchmark_order;
