-- Does instruction tuning help? The numbers that the front page cites, by tests that hold their level.
with adjusted as (
    select * from reporting.rpt_group_differences
    where method = 'ancova' and holds_level
),

tuned as (
    select
        count(*) as n_benchmarks,
        min(estimate_unadjusted) as raw_min,
        max(estimate_unadjusted) as raw_max,
        min(estimate) as adjusted_min,
        max(estimate) as adjusted_max,
        count(*) filter (where is_significant and estimate > 0) as n_better,
        count(*) filter (where is_significant and estimate < 0) as n_worse,
        median(estimate / estimate_unadjusted) as share_left
    from adjusted
    where cohort_role = 'headline' and comparison = 'instruction-tuned − pretrained'
),

-- the sign is that of instruction-tuned less fine-tuned
beyond as (
    select
        count(*) filter (where is_significant and estimate < 0) as n_beyond
    from adjusted
    where cohort_role = 'headline' and comparison = 'fine-tuned − instruction-tuned'
),

ifeval as (
    select
        -estimate as ifeval,
        -ci_high as ifeval_low,
        -ci_low as ifeval_high
    from adjusted
    where
        cohort_role = 'latest_board' and benchmark_id = 'ifeval' and comparison = 'fine-tuned − instruction-tuned'
)

select * from tuned, beyond left join ifeval on true
where n_benchmarks > 0;
