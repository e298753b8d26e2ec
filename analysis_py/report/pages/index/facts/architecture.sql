-- How many pairs of architectures can be tested at all, and what they show: each pair once, over the benchmarks.
with pairs as (
    select
        cohort_name,
        group_a,
        group_b,
        bool_or(status = 'ok') as is_testable,
        bool_or(coalesce(is_significant, false)) as is_significant,
        median(minimum_detectable_difference) filter (where status = 'ok') as detectable
    from reporting.rpt_group_differences
    where cohort_role = 'headline' and factor = 'architecture_family' and is_default
    group by all
)

select
    cohort_name,
    count(*) as n_pairs,
    count(*) filter (where is_testable) as n_testable,
    count(*) filter (where is_significant) as n_significant,
    median(detectable) as detectable
from pairs
group by cohort_name;
