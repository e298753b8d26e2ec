-- The one tally of a paper's claims, each with one verdict: by the sound method, or, where the text is held beside
-- itself, by what is printed. It is on the population of the headline figures where that is of the paper's day, since rows that
-- a paper selected say less; else on the paper's own rows, else on the first population that can judge it.
with cohorts as (

    select * from {{ ref('int_claim_cohorts_listed') }}
    where not is_import

)

select
    verdicts.*,
    claims.paper_id,
    claims.section,
    claims.topic,
    claims.statement,
    cohorts.cohort_name,
    count(*) filter (where verdicts.verdict = 'supported') over of_claim as n_supported,
    count(*) filter (where verdicts.verdict = 'contradicted') over of_claim as n_contradicted
from {{ ref('claim_verdicts') }} as verdicts
inner join {{ ref('dim_claims') }} as claims using (claim_id)
inner join cohorts using (cohort_id)
left join {{ ref('claim_cohorts') }} as roles using (paper_id, cohort_id)
where
    claims.paper_id is not null
    and verdicts.basis = if(claims.rule_family = 'printed_twice', 'published', 'sound_method')
window of_claim as (partition by verdicts.claim_id)
qualify row_number() over (
    partition by verdicts.claim_id
    order by
        verdicts.verdict in ('not_testable', 'not_applicable'),
        coalesce(roles.is_papers_day and cohorts.cohort_role = 'headline', false) desc,
        coalesce(roles.is_papers_rows, false) desc,
        coalesce(roles.is_papers_day, false) desc,
        cohorts.cohort_order
) = 1
