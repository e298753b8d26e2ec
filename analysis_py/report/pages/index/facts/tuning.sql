-- Does instruction tuning help? The numbers that the front page cites, with calibrated intervals.
with calibrated as (
    select
        * replace (
            estimate - critical_t * std_error as ci_low,
            estimate + critical_t * std_error as ci_high
        )
    from statistics.stat_adjusted_pairs
    where method = 'ancova' and type1_error_calibrated between 0.03 and 0.07
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
    from calibrated
    where
        cohort_id = 'january_2024'
        and group_a = 'instruction-tuned' and group_b = 'pretrained'
),

alike as (
    select
        count(*) filter (where decision = 'equivalent') as n_alike,
        any_value(margin_pct) as margin
    from statistics.stat_equivalence
    where
        cohort_id = 'january_2024' and factor = 'training_type'
        and group_a = 'fine-tuned' and group_b = 'instruction-tuned'
),

beyond as (
    -- the sign is that of instruction-tuned less fine-tuned
    select
        count(*) filter (where is_significant and estimate < 0) as n_beyond,
        count(*) filter (where is_significant and estimate > 0) as n_behind
    from calibrated
    where
        cohort_id = 'january_2024'
        and group_a = 'fine-tuned' and group_b = 'instruction-tuned'
),

ifeval as (
    select
        -estimate as ifeval,
        is_significant and estimate < 0 as is_beyond_on_ifeval,
        -ci_high as ifeval_low,
        -ci_low as ifeval_high
    from calibrated
    where
        cohort_id = 'openllm_v2' and benchmark_id = 'ifeval'
        and group_a = 'fine-tuned' and group_b = 'instruction-tuned'
)

select * from tuned, alike, beyond left join ifeval on true
where n_benchmarks > 0;
