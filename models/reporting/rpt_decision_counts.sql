-- How many decisions on pairs of groups change with the method, in each population.
select
    cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    count(*) as n_pairs,
    count(*) filter (where pairs.is_significant) as n_significant,
    count(*) filter (where pairs.is_significant_benjamini_hochberg) as n_benjamini_hochberg,
    count(*) filter (where pairs.is_significant_unadjusted) as n_unadjusted,
    count(*) filter (where pairs.is_flip) as n_flips,
    count(*) filter (where pairs.is_flip and pairs.is_significant_pooled) as n_lost,
    count(*) filter (where pairs.is_flip and pairs.is_significant_separate) as n_gained
from {{ ref('rpt_pair_decisions') }} as pairs
inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
group by cohort_id, cohorts.cohort_name, cohorts.cohort_role
