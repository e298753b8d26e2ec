-- Where the paper's text and its authors' own printed numbers disagree. None of our data is involved.
select
    verdicts.claim_id,
    verdicts.basis,
    claims.section,
    claims.topic,
    claims.statement,
    claims.expected,
    verdicts.observed,
    verdicts.detail
from {{ ref('claim_verdicts') }} as verdicts
inner join {{ ref('dim_claims') }} as claims using (claim_id)
where verdicts.basis in ('published', 'recovered') and verdicts.verdict = 'contradicted'
