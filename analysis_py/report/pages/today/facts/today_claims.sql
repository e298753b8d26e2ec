-- What the papers' claims come to on each population of which only the statistics of today are computed. A claim on
-- several benchmarks of a population is counted once on each.
select
    cohort_name,
    count(distinct claim_id) as n_claims,
    count(distinct claim_id) filter (where verdict = 'not_applicable') as n_not_applicable,
    count(distinct claim_id) filter (where verdict = 'not_testable') as n_not_testable,
    count(*) filter (where verdict = 'supported') as n_supported,
    count(*) filter (where verdict = 'contradicted') as n_contradicted,
    count(*) filter (where verdict = 'inconclusive') as n_inconclusive
from reporting.rpt_claims_today
inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
where is_widest
group by cohort_name, n_evaluations
order by n_evaluations desc, cohort_name asc;
