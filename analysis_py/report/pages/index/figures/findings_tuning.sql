-- Instruction-tuned minus pretrained in January 2024: as tested in the paper, and adjusted for size and architecture,
-- with calibrated intervals.
select
    benchmark_order,
    format('{} · n = {:,}', benchmark_name, n_a + n_b) as benchmark,
    estimate_unadjusted,
    estimate,
    estimate - critical_t * std_error as ci_low,
    estimate + critical_t * std_error as ci_high
from statistics.stat_adjusted_pairs
inner join marts.dim_benchmarks using (benchmark_id)
where
    cohort_id = 'january_2024' and method = 'ancova'
    and group_a = 'instruction-tuned' and group_b = 'pretrained'
order by benchmark_order;
