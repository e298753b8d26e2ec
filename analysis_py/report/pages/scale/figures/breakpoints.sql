-- Size at which a straight line in log size bends, by evaluations and by distinct sizes.
select
    cohort_id,
    benchmark_order,
    benchmark_name as benchmark,
    if(unit = 'evaluation', 'every evaluation counts once', 'every size counts once') as counted,
    format('{} · n = ', counted)
    || if(min(n_obs) over units = max(n_obs) over units, '', format('{:,} to ', min(n_obs) over units))
    || format('{:,}', max(n_obs) over units) as words,
    n_obs,
    breakpoint_b,
    ci_low_b,
    ci_high_b,
    slope_before * ln(2) as points_before,
    slope_after * ln(2) as points_after,
    p_value,
    if(is_open_low, ci_low_b, null) as open_low_b,
    if(is_open_high, ci_high_b, null) as open_high_b
from statistics.stat_breakpoints
where breakpoint_b is not null
window units as (partition by cohort_id, unit)
order by cohort_id, benchmark_order, counted;
