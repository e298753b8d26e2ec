-- The curves of size at 7 B and at 70 B, where both lie within it.
with ends as (
    select
        arg_min(estimate, abs(x - log2(7))) as at_7b,
        arg_min(estimate, abs(x - log2(70))) as at_70b
    from statistics.stat_field_curves
    inner join reporting.rpt_cohorts using (cohort_id)
    where predictor = 'log2_total' and is_widest
    group by cohort_id, benchmark_id
    having min(x) < log2(8) and max(x) > log2(60)
)

select
    count(*) as n_benchmarks,
    count(*) filter (where at_70b > at_7b) as n_higher,
    median(at_70b - at_7b) as median_difference
from ends
having count(*) > 0;
