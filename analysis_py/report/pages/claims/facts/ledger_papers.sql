-- The papers whose claims are judged, and what a sounder method says of them over all populations.
select
    paper_name,
    paper_title as title,
    count(distinct claim_id) as n_claims,
    count(*) filter (where basis = 'sound_method' and verdict = 'supported') as n_supported,
    count(*) filter (where basis = 'sound_method' and verdict = 'contradicted') as n_contradicted,
    count(*) filter (where basis = 'sound_method' and verdict = 'inconclusive') as n_inconclusive,
    count(*) filter (where basis = 'sound_method' and verdict = 'not_testable') as n_not_testable
from reporting.rpt_verdicts
where paper_order is not null
group by paper_name, paper_title, paper_order
order by paper_order;
