-- What the words of the page cite.
with
type_pairs as (
    select * from reporting.rpt_type_pairs
    where
        cohort_role in ('paper', 'headline')
        and list_has_all(['fine-tuned', 'instruction-tuned', 'pretrained'], [group_a, group_b])
        and raw_low is not null and adjusted_low is not null and within_low is not null
    order by cohort_role desc, comparison asc
),

equivalence as (
    select * from reporting.rpt_type_pairs
    where
        cohort_role in ('paper', 'headline') and n_equivalence_tests > 0
        and comparison = 'fine-tuned - instruction-tuned'
    order by cohort_role desc
),

-- The families that the paper calls particularly effective, in its own population.
praised_families as (
    select * from reporting.rpt_architecture_standings
    where
        cohort_role = 'paper' and architecture_family in (
            select level_a from reporting.rpt_claims
            where claim_source = 'paper' and topic = 'arch_effectiveness'
        )
    order by n_significant desc, architecture_family asc
)

select
    *,
    array(select type_pairs from type_pairs) as type_pairs,
    array(select equivalence from equivalence) as equivalence,
    array(select praised_families from praised_families) as praised_families
from reporting.rpt_facts_training_types;
