-- Verdicts on the claims that scaled scores give the same curves of size, on the paper's rows.
select
    min(claim_id) as first_id,
    max(claim_id) as last_id,
    basis,
    count(*) as n_claims,
    count(*) filter (verdict = 'supported') as supported,
    string_agg(claim_id, ', ' order by claim_id) filter (verdict = 'contradicted') as contradicted
from reporting.rpt_verdicts
where
    claim_topic = 'robust_scaled' and claim_source = 'paper' and cohort_role = 'paper'
    and basis in ('same_method', 'sound_method')
group by basis
order by basis;
