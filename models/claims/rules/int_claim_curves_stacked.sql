-- The curve of size of every fit by each smoother, by the basis that reads it; the paper's method has one.
select
    *,
    unnest(['same_method', 'sound_method']) as basis,
    'as published' as smoother,
    row_number() over (partition by cohort_id, gamm, benchmark_id, term order by x) as point
from {{ ref('stat_gamm_curves') }}
where term = 's(log_parameters_b)'
union all by name
select
    * exclude (basis, slope_low, slope_high),
    'sound_method' as basis,
    concat_ws(' ', 'by', basis, k, row_selection, has_family_slopes) as smoother,
    exp(x) as parameters_b
from {{ ref('int_gamm_smoother_points') }}
where term = 's(log_parameters_b)'
