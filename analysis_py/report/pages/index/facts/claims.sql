-- How the paper's claims fare, by what they are judged from, on its own population and on all of the day.
select
    basis,
    cohort_id,
    count(*) filter (where verdict != 'not_applicable') as n_claims,
    count(*) filter (where verdict = 'not_applicable') as n_not_applicable,
    count(*) filter (where verdict = 'supported') as n_supported,
    count(*) filter (where verdict = 'contradicted') as n_contradicted,
    count(*) filter (where verdict = 'inconclusive') as n_inconclusive,
    count(*) filter (where verdict = 'not_testable') as n_not_testable
from claims.claim_verdicts
inner join claims.dim_claims using (claim_id)
inner join claims.dim_papers using (paper_id)
where paper_order = 1 and cohort_id in ('paper_2024_01', 'january_2024')
group by basis, cohort_id
order by cohort_id desc, basis asc;
