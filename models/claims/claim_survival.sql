-- How a claim fares as the population grows and as the method gets better: each verdict beside the one
-- on the paper's rows by the same basis, and what all of them together say of the claim. The columns of
-- single populations are those under contract, by the roles of seeds/cohort_roles.csv.
{% set columns = contracted_columns(['same_method_', 'sound_method_']) %}

with wide as (

    select
        max(verdict) filter (where basis = 'published') as published,
        max(verdict) filter (where basis = 'recovered') as recovered,
        {% for column in columns -%}
            max(verdict) filter (where basis || '_' || cohort_role = '{{ column }}') as {{ column }},
        {% endfor -%}
        claim_id
    from {{ ref('int_claim_verdicts_compared') }}
    group by claim_id

)

select
    verdicts.* exclude (cohort_role, is_decided),
    claims.claim_source,
    claims.paper_id,
    claims.topic,
    claims.statement,
    wide.* exclude (claim_id),
    summed.* exclude (claim_id)
from {{ ref('int_claim_verdicts_compared') }} as verdicts
inner join {{ ref('dim_claims') }} as claims on verdicts.claim_id = claims.claim_id
inner join wide on verdicts.claim_id = wide.claim_id
inner join {{ ref('int_claim_survival_summed') }} as summed on verdicts.claim_id = summed.claim_id
