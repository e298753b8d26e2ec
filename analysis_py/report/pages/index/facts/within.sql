-- Tuned against pretrained models of the same base family: the numbers that the front page cites.
select
    cohort_id,
    any_value(cohort_name) as cohort_name,
    group_a as training_type,
    count(*) as n_benchmarks,
    min(estimate) as points_min,
    max(estimate) as points_max,
    count(*) filter (where is_significant and estimate > 0) as n_better,
    count(*) filter (where is_significant and estimate < 0) as n_worse,
    max(n_bases) as n_bases
from reporting.rpt_type_effects
where
    cohort_id in ('january_2024', 'openllm_v2') and type_view = 'within_mixed' and status = 'ok'
    and group_a in ('fine-tuned', 'instruction-tuned') and group_b = 'pretrained'
group by cohort_id, group_a
order by cohort_id, training_type;
