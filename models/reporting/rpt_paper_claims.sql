-- The one tally of papers' claims, each with one verdict: by the sound method, or, where the text is held
-- beside itself, by what is printed. It is on the population of the headline figures where that is of the
-- paper's day, since rows that a paper selected say less; else on the paper's own rows, else on a population
-- listed for it, else on that of the headline, else on the first that can judge it.
with placed as (

    select
        verdicts.*,
        claims.paper_id,
        claims.section,
        claims.topic,
        claims.statement,
        claims.one_way,
        cohorts.cohort_name,
        count(*) filter (where verdicts.verdict = 'supported') over of_claim as n_supported,
        count(*) filter (where verdicts.verdict = 'contradicted') over of_claim as n_contradicted
    from {{ ref('claim_verdicts') }} as verdicts
    inner join {{ ref('dim_claims') }} as claims using (claim_id)
    inner join {{ ref('int_claim_cohorts_listed') }} as cohorts using (cohort_id)
    left join {{ ref('claim_cohorts') }} as roles using (paper_id, cohort_id)
    where
        claims.paper_id is not null and not cohorts.is_import
        and verdicts.basis = if(claims.rule_family = 'printed_twice', 'published', 'sound_method')
    window of_claim as (partition by verdicts.claim_id)
    qualify row_number() over (
        partition by verdicts.claim_id
        order by
            verdicts.verdict in ('not_testable', 'not_applicable'),
            coalesce(roles.is_papers_day and cohorts.cohort_role = 'headline', false) desc,
            coalesce(roles.is_papers_rows, false) desc,
            coalesce(roles.is_papers_day, false) desc,
            roles.cohort_id is not null desc,
            coalesce(cohorts.cohort_role = 'headline', false) desc,
            cohorts.cohort_order
    ) = 1

)

select
    placed.* exclude (basis, observed, n_readings, dependence, topic),
    papers.paper_order,
    papers.paper_name,
    topics.subject,
    topics.subject_order,
    topics.topic_name,
    same.verdict as same_method,
    survival.survival
from placed
inner join {{ ref('dim_papers') }} as papers on placed.paper_id = papers.paper_id
inner join {{ ref('claim_survival') }} as survival on placed.claim_id = survival.claim_id
left join {{ ref('claim_topics') }} as topics on placed.topic = topics.topic
left join {{ ref('claim_verdicts') }} as same
    on placed.claim_id = same.claim_id and placed.cohort_id = same.cohort_id and same.basis = 'same_method'
