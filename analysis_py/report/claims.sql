-- The claims that a search may find.
select
    claim_id,
    statement
from claims.dim_claims
order by claim_id;
