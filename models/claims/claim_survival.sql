-- How a claim fares as the population grows and as the method gets better: each verdict beside the one
-- on the paper's rows by the same basis, and what all of them together say of the claim. The columns of
-- single cohorts are those under contract, for those who read them as they were.
{% set columns = contracted_columns(['same_method_', 'sound_method_']) %}

with verdicts as (

    select * from {{ ref('claim_verdicts') }}
    -- an import is judged apart from the boards
    where cohort_id in (select cohorts.cohort_id from {{ ref('int_claim_cohorts_listed') }} as cohorts where not cohorts.is_import)

),

claims as (

    select * from {{ ref('dim_claims') }}

),

cohorts as (

    select * from {{ ref('int_claim_cohorts_listed') }}

),

papers_with_rows as (

    select distinct paper_id from {{ ref('claim_cohorts') }}
    where is_papers_rows

),

-- what later populations are compared with
first as (

    select
        verdicts.claim_id,
        verdicts.basis,
        verdicts.verdict
    from verdicts
    inner join claims on verdicts.claim_id = claims.claim_id
    inner join {{ ref('claim_cohorts') }} as roles
        -- a claim whose paper has no rows here, and your own, start from those of the first paper
        on roles.paper_id = case
            when claims.paper_id in (select papers_with_rows.paper_id from papers_with_rows) then claims.paper_id
            else (select arg_min(papers.paper_id, papers.paper_order) from {{ ref('papers') }} as papers)
        end
        and verdicts.cohort_id = roles.cohort_id and roles.is_papers_rows
    inner join cohorts on verdicts.cohort_id = cohorts.cohort_id and claims.suite = cohorts.suite

),

wide as (

    select
        max(verdict) filter (where basis = 'published') as published,
        max(verdict) filter (where basis = 'recovered') as recovered,
        {% for column in columns -%}
            max(verdict) filter (where basis || '_' || cohort_id = '{{ column }}') as {{ column }},
        {% endfor -%}
        claim_id
    from verdicts
    group by claim_id

)

select
    verdicts.claim_id,
    verdicts.basis,
    verdicts.cohort_id,
    cohorts.cohort_order,
    verdicts.verdict,
    first.verdict as first_verdict,
    coalesce(
        first.verdict in ('supported', 'contradicted') and verdicts.verdict in ('supported', 'contradicted')
        and first.verdict != verdicts.verdict, false
    ) as is_flip,
    claims.claim_source,
    claims.paper_id,
    claims.topic,
    claims.statement,
    wide.published,
    wide.recovered,
    {% for column in columns -%}
        wide.{{ column }},
    {% endfor -%}
    summed.population_flips,
    summed.method_flips,
    summed.method_doubts,
    summed.methods_compared,
    summed.n_decided,
    summed.n_supported,
    summed.n_contradicted,
    summed.survival
from verdicts
inner join claims on verdicts.claim_id = claims.claim_id
inner join cohorts on verdicts.cohort_id = cohorts.cohort_id
inner join wide on verdicts.claim_id = wide.claim_id
inner join {{ ref('int_claim_survival_summed') }} as summed on verdicts.claim_id = summed.claim_id
left join first on verdicts.claim_id = first.claim_id and verdicts.basis = first.basis
