-- Each verdict beside the one on the paper's rows by the same basis. An import is judged apart from the boards.
with cohorts as (

    select * from {{ ref('int_claim_cohorts_listed') }}
    where not is_import

),

verdicts as (

    select
        claims.paper_id,
        claims.suite,
        verdicts.claim_id,
        verdicts.basis,
        verdicts.cohort_id,
        verdicts.verdict,
        verdicts.verdict in ('supported', 'contradicted') as is_decided,
        cohorts.cohort_order,
        cohorts.cohort_role,
        cohorts.suite as cohort_suite
    from {{ ref('claim_verdicts') }} as verdicts
    inner join {{ ref('dim_claims') }} as claims on verdicts.claim_id = claims.claim_id
    inner join cohorts on verdicts.cohort_id = cohorts.cohort_id

),

papers_rows as (

    select
        cohort_id,
        paper_id
    from {{ ref('claim_cohorts') }}
    where is_papers_rows

),

-- a claim whose paper has no rows here, and your own, start from those of the first paper
first as (

    select verdicts.*
    from verdicts
    inner join papers_rows
        on verdicts.cohort_id = papers_rows.cohort_id and verdicts.suite = verdicts.cohort_suite
        and papers_rows.paper_id = case
            when verdicts.paper_id in (select others.paper_id from papers_rows as others) then verdicts.paper_id
            else (select arg_min(papers.paper_id, papers.paper_order) from {{ ref('papers') }} as papers)
        end

)

select
    verdicts.* exclude (paper_id, suite, cohort_suite),
    first.verdict as first_verdict,
    coalesce(verdicts.is_decided and first.is_decided and verdicts.verdict != first.verdict, false) as is_flip
from verdicts
left join first on verdicts.claim_id = first.claim_id and verdicts.basis = first.basis
