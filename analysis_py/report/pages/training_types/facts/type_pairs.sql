-- Three pairs of training types over all benchmarks of two populations: how far apart, and on how many significantly.
select
    cohort_role,
    cohort_name,
    comparison,
    count(distinct benchmark_id) as n_benchmarks,
    min(estimate) filter (where method = 'tukey_kramer') as raw_low,
    max(estimate) filter (where method = 'tukey_kramer') as raw_high,
    count(*) filter (where method = 'tukey_kramer' and is_significant) as n_raw,
    count(*) filter (where is_default and is_significant) as n_clustered,
    min(estimate) filter (where method = 'ancova') as adjusted_low,
    max(estimate) filter (where method = 'ancova') as adjusted_high,
    count(*) filter (where method = 'ancova') as n_tried,
    count(*) filter (where method = 'ancova' and is_significant) as n_adjusted,
    count(*) filter (where method = 'ancova' and is_significant and estimate > 0) as n_above,
    count(*) filter (where method = 'ancova' and is_significant and estimate < 0) as n_below
from reporting.rpt_group_differences
where
    factor = 'training_type' and status = 'ok' and cohort_role in ('paper', 'headline')
    and comparison in ('fine-tuned − pretrained', 'instruction-tuned − pretrained', 'fine-tuned − instruction-tuned')
group by cohort_role, cohort_name, group_b, comparison
having n_raw is not null and raw_low is not null and adjusted_low is not null
order by cohort_role desc, group_b desc, comparison asc;
