-- Fine-tuned and instruction-tuned minus pretrained on two populations: raw, adjusted and within bases, over the benchmarks.
select
    cohort_role,
    cohort_name,
    comparison,
    count(distinct benchmark_id) as n_benchmarks,
    min(n_bases) as n_bases,
    min(n_a) filter (where type_view = 'within_mixed') as n_a,
    min(n_b) filter (where type_view = 'within_mixed') as n_b,
    min(estimate) filter (where type_view = 'raw') as raw_low,
    max(estimate) filter (where type_view = 'raw') as raw_high,
    min(estimate) filter (where type_view = 'adjusted') as adjusted_low,
    max(estimate) filter (where type_view = 'adjusted') as adjusted_high,
    min(estimate) filter (where type_view = 'within_mixed') as within_low,
    max(estimate) filter (where type_view = 'within_mixed') as within_high,
    count(*) filter (where type_view = 'within_mixed' and is_significant) as n_significant,
    count(*) filter (where type_view = 'within_mixed') as n_tried,
    min(effect_sd) as sd_low,
    max(effect_sd) as sd_high
from reporting.rpt_type_effects
where
    status = 'ok' and cohort_role in ('paper', 'headline')
    and comparison in ('fine-tuned − pretrained', 'instruction-tuned − pretrained', 'fine-tuned − instruction-tuned')
group by all
having raw_low is not null and adjusted_low is not null and within_low is not null
order by cohort_role desc, comparison asc;
