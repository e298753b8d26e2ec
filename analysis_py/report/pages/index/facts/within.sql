-- Tuned against pretrained models of the same base family: the numbers that the front page cites.
select
    cohort_name,
    group_a as training_type,
    count(*) as n_benchmarks,
    min(estimate) as points_min,
    max(estimate) as points_max,
    count(*) filter (where is_significant and estimate > 0) as n_better,
    count(*) filter (where is_significant and estimate < 0) as n_worse,
    max(n_bases) as n_bases
from reporting.rpt_type_effects
where
    cohort_role in ('headline', 'latest_board') and type_view = 'within_mixed' and status = 'ok'
    and group_a in ('fine-tuned', 'instruction-tuned') and group_b = 'pretrained'
group by cohort_role, cohort_name, group_a
order by cohort_role, training_type;
