-- Tuned types against pretrained models, over all evaluations and against their own base; per board.
select
    cohort_name,
    group_a as training_type,
    count(*) filter (where type_view = 'own_base') as n_benchmarks,
    min(estimate) filter (where type_view = 'raw') as lead_min,
    max(estimate) filter (where type_view = 'raw') as lead_max,
    min(estimate) filter (where type_view = 'own_base') as own_min,
    max(estimate) filter (where type_view = 'own_base') as own_max,
    count(*) filter (where type_view = 'own_base' and is_significant and estimate > 0) as n_better,
    count(*) filter (where type_view = 'own_base' and is_significant and estimate < 0) as n_worse,
    max(n_bases) filter (where type_view = 'own_base') as n_bases
from reporting.rpt_type_effects
where
    cohort_role in ('headline', 'latest_board') and type_view in ('raw', 'own_base') and status = 'ok'
    and group_a in ('fine-tuned', 'instruction-tuned') and group_b = 'pretrained'
group by cohort_role, cohort_name, group_a
having n_benchmarks > 0
order by cohort_role, training_type;
