-- Verdicts on the claims that one ability does, or does not, affect another, on the paper's rows.
select
    starts_with(decision, 'not') as says_no_effect,
    basis,
    count(*) as n_claims,
    count(*) filter (verdict = 'supported') as supported,
    count(*) filter (verdict = 'contradicted') as contradicted,
    count(*) filter (verdict = 'inconclusive') as inconclusive
from claims.dim_claims
inner join claims.claim_verdicts using (claim_id)
where
    topic = 'interplay' and claim_source = 'paper' and statement like '%affect%'
    and cohort_id = 'paper_2024_01' and basis in ('published', 'same_method', 'sound_method')
    and verdict <> 'not_testable'
group by all
order by says_no_effect, basis;
