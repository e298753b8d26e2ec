-- How the first paper's claims fare, by the one tally of them, and how many its own tables contradict.
select
    papers.n_claims,
    papers.n_supported,
    papers.n_contradicted,
    papers.n_inconclusive,
    n_supported + n_contradicted + n_inconclusive as n_tested,
    (
        select count(distinct claim_id) from reporting.rpt_verdicts
        where paper_order = 1 and cohort_role = 'paper' and basis = 'published' and verdict = 'contradicted'
    ) as n_against_tables
from reporting.rpt_papers as papers
where papers.paper_order = 1;
