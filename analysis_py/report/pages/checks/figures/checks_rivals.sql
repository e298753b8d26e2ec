-- Rival shapes of ability over size: how much worse each is than the best, by BIC.
with scales (score_scale, score_scale_order, score_scale_name) as (
    values
    ('raw', 1, 'percent'), ('log', 2, 'logarithm'), ('logit', 3, 'log odds'),
    ('chance_corrected', 4, 'above chance')
),

shapes (model, shape_order, shape) as (
    values
    ('flat', 1, 'flat'), ('line', 2, 'straight line'), ('broken_line', 3, 'broken line'),
    ('smooth', 4, 'smooth curve'), ('sigmoid', 5, 'sigmoid'), ('step', 6, 'step')
)

select
    cohort_id,
    score_scale_name,
    benchmark_order,
    format('{} · n = {:,}', benchmark_name, n_obs) as benchmark,
    shape_order,
    shape,
    is_sharp,
    delta_bic,
    r_squared,
    location_b,
    width_factor
from statistics.stat_emergence_models
inner join scales using (score_scale)
inner join shapes using (model)
inner join marts.dim_benchmarks using (benchmark_id)
order by cohort_id, score_scale_order, benchmark_order, shape_order;
