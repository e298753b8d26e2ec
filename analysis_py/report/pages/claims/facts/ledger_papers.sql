-- The papers whose claims are judged, and what a sounder method says of them over all populations.
select
    any_value(papers.paper_name) as paper_name,
    any_value(papers.title) as title,
    count(distinct claim_id) as n_claims,
    count(*) filter (where basis = 'sound_method' and verdict = 'supported') as n_supported,
    count(*) filter (where basis = 'sound_method' and verdict = 'contradicted') as n_contradicted,
    count(*) filter (where basis = 'sound_method' and verdict = 'inconclusive') as n_inconclusive,
    count(*) filter (where basis = 'sound_method' and verdict = 'not_testable') as n_not_testable
from claims.claim_verdicts
inner join claims.dim_claims using (claim_id)
inner join claims.dim_papers as papers using (paper_id)
group by papers.paper_id, papers.paper_order
order by papers.paper_order;
