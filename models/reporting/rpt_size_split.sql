-- The curve of size between model generations and within them, with names.
select
    cohort_id,
    cohort_name,
    cohort_role,
    benchmark_id,
    benchmark_name,
    benchmark_order,
    if(ends_with(term, '_between)'), 'between generations', 'within a generation') as part,
    n_obs,
    edf,
    p_value,
    is_significant,
    grid_point,
    exp(x) as size_value,
    relative_score,
    relative_score_low,
    relative_score_high,
    100 * (2 ** slope - 1) as growth_pct,
    100 * (2 ** slope_low - 1) as growth_pct_low,
    100 * (2 ** slope_high - 1) as growth_pct_high
from {{ ref('int_curve_points_joined') }}
where gamm = 'size_split_clustered' and engine = 'reml'
