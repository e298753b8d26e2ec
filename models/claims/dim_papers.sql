select
    papers.*,
    count(claims.claim_id) as n_claims
from {{ ref('papers') }} as papers
left join {{ ref('dim_claims') }} as claims on papers.paper_id = claims.paper_id
group by all
