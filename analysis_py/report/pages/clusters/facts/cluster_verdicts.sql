-- The paper's claims on clusters, as the ledger judges them on its own rows and on all of that day.
select
    claim_id,
    statement,
    max(verdict) filter (where cohort_role = 'paper') as on_paper_rows,
    max(verdict) filter (where cohort_role = 'headline') as on_all_rows,
    max(detail) filter (where cohort_role = 'paper') as detail
from reporting.rpt_verdicts
where claim_topic = 'clusters' and basis = 'sound_method' and cohort_role in ('paper', 'headline')
group by claim_id, statement
order by claim_id;
