-- The least and the greatest bound of each slope over the smoothers; null where one of them has no rows.
select
    cohort_id,
    gamm,
    benchmark_id,
    term,
    x,
    if(count(slope_low) = count(*), min(slope_low), null) as agreed_low,
    if(count(slope_high) = count(*), max(slope_high), null) as agreed_high,
    count(*) as n_smoothers
from {{ ref('int_gamm_smoother_points') }}
group by cohort_id, gamm, benchmark_id, term, x
