-- The paper's claim on correlations, as the ledger judges it.
select
    claim_id,
    statement,
    basis,
    cohort_id,
    cohort_name,
    verdict,
    detail
from claims.claim_verdicts
inner join claims.dim_claims using (claim_id)
inner join marts.dim_cohorts using (cohort_id)
where claim_id = 'C185' and verdict != 'not_testable'
order by cohort_id != 'paper_2024_01', n_evaluations, cohort_id, basis;
