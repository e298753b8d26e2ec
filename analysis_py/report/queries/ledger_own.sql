-- How many claims of the reader's own there are.
select count(distinct claim_id) as n_claims
from reporting.rpt_claims
where claim_source = 'own';
