-- How the paper's claims fare, by what they are judged from, on its own population and on all of the day.
select
    basis,
    cohort_role,
    count(*) filter (where verdict != 'not_applicable') as n_claims,
    count(*) filter (where verdict = 'supported') as n_supported,
    count(*) filter (where verdict = 'contradicted') as n_contradicted,
    count(*) filter (where verdict = 'inconclusive') as n_inconclusive,
    count(*) filter (where verdict = 'not_testable') as n_not_testable
from reporting.rpt_verdicts
where paper_order = 1 and cohort_role in ('paper', 'headline')
group by basis, cohort_role
order by cohort_role desc, basis asc;
