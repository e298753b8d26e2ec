-- Verdicts on the claims that one ability does, or does not, affect another, on the paper's rows.
select
    starts_with(decision, 'not') as says_no_effect,
    basis,
    count(*) as n_claims,
    count(*) filter (verdict = 'supported') as supported,
    count(*) filter (verdict = 'contradicted') as contradicted,
    count(*) filter (verdict = 'inconclusive') as inconclusive
from reporting.rpt_verdicts
where
    claim_topic = 'interplay' and claim_source = 'paper' and statement like '%affect%'
    and cohort_role = 'paper' and basis in ('published', 'same_method', 'sound_method')
    and verdict <> 'not_testable'
group by all
order by says_no_effect, basis;
