-- The papers' claims that are decided on some population of today, and what the others say of them.
select
    statement,
    paper_name,
    list(
        { 'cohort_name': cohort_name, 'verdict': replace(verdict, '_', ' '), 'detail': detail }
        order by n_evaluations desc, benchmark_id
    ) as verdicts
from reporting.rpt_claims_today
inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
where is_widest and verdict in ('supported', 'contradicted', 'inconclusive')
group by claim_id, statement, paper_name
having bool_or(verdict in ('supported', 'contradicted'))
order by claim_id;
