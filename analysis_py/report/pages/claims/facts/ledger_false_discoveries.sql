-- How many of the ledger's significant tests are false ones to be expected, by a sounder method.
select
    cohort_name,
    n_tests,
    n_significant,
    n_false,
    false_discovery_rate,
    n_significant_adjusted
from claims.claim_false_discoveries
inner join marts.dim_cohorts using (cohort_id)
where basis = 'sound_method' and cohort_id in ('paper_2024_01', 'january_2024')
order by cohort_id desc;
