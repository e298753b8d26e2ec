-- Pairs of groups in each population: how many decisions change with the method.
with pairs as (
    select
        cohort_id,
        count(*) as n_pairs,
        count(*) filter (where is_significant) as n_significant,
        count(*) filter (where is_significant_benjamini_hochberg) as n_benjamini_hochberg,
        count(*) filter (where is_significant_unadjusted) as n_unadjusted,
        count(*) filter (where is_flip) as n_flips,
        count(*) filter (where is_flip and is_significant_pooled) as n_lost,
        count(*) filter (where is_flip and is_significant_separate) as n_gained
    from reporting.rpt_pair_decisions
    group by cohort_id
),

wholes as (
    select
        cohort_id,
        count(*) as n_wholes,
        count(*) filter (where is_significant) as n_wholes_significant,
        count(*) filter (where is_significant_unadjusted) as n_wholes_unadjusted
    from reporting.rpt_analyses_of_variance
    group by cohort_id
)

select
    cohort_role,
    cohort_name,
    pairs.* exclude (cohort_id),
    wholes.* exclude (cohort_id)
from reporting.rpt_cohorts
inner join pairs using (cohort_id)
inner join wholes using (cohort_id)
order by cohort_role is distinct from 'paper', cohort_order;
