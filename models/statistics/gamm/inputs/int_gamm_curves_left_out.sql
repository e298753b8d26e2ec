-- Curves of size without one base family, for the jackknife of contrasts (Efron and Stein 1981).
select
    cohort_id,
    gamm,
    benchmark_id,
    unnest(left_out, max_depth := 2)
from {{ ref('fit_gamms') }}
