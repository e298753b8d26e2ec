-- Instruction-tuned minus pretrained on the day of the paper: as tested in it, and adjusted for size and architecture,
-- with calibrated intervals.
select
    benchmark_order,
    format('{} · n = {:,}', benchmark_name, n_a + n_b) as benchmark,
    estimate_unadjusted,
    estimate,
    ci_low,
    ci_high
from reporting.rpt_group_differences
where cohort_role = 'headline' and method = 'ancova' and comparison = 'instruction-tuned − pretrained'
order by benchmark_order;
