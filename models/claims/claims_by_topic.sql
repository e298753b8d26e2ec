select
    claims.topic,
    verdicts.basis,
    verdicts.cohort_id,
    -- what describes the paper's own sample is no claim about another population
    count(*) filter (where verdicts.verdict != 'not_applicable') as n_claims,
    count(*) filter (where verdicts.verdict = 'supported') as n_supported,
    count(*) filter (where verdicts.verdict = 'contradicted') as n_contradicted,
    count(*) filter (where verdicts.verdict = 'inconclusive') as n_inconclusive,
    count(*) filter (where verdicts.verdict = 'not_testable') as n_not_testable,
    count(*) filter (where verdicts.verdict = 'not_applicable') as n_not_applicable
from {{ ref('claim_verdicts') }} as verdicts
inner join {{ ref('dim_claims') }} as claims using (claim_id)
group by claims.topic, verdicts.basis, verdicts.cohort_id
