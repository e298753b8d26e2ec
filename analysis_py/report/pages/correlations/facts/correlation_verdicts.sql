-- The paper's claim on correlations, as the ledger judges it.
select
    claim_id,
    statement,
    basis,
    rpt_cohorts.cohort_role,
    cohort_name,
    verdict
from reporting.rpt_verdicts
inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
where claim_topic = 'correlation' and claim_source = 'paper' and verdict != 'not_testable'
order by rpt_cohorts.cohort_role is distinct from 'paper', n_evaluations, cohort_id, basis;
