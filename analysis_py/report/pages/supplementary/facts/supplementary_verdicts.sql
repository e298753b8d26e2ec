-- The paper's claims on the supplementary curves and what becomes of them.
select
    claim_id,
    statement,
    max(verdict) filter (basis = 'same_method') as same_method,
    max(verdict) filter (basis = 'sound_method') as sound_method
from reporting.rpt_verdicts
where claim_topic in ('supp_gamm', 'supp_interplay') and claim_source = 'paper' and cohort_role = 'supplementary'
group by claim_id, statement
order by claim_id;
