-- The claims that a search may find.
select distinct
    claim_id,
    statement
from reporting.rpt_claims
order by claim_id;
