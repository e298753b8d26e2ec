-- How many of the ledger's significant tests are false ones to be expected, by a sounder method.
select
    cohort_name,
    n_tests,
    n_significant,
    n_false,
    false_discovery_rate,
    n_significant_adjusted
from claims.claim_false_discoveries
where basis = 'sound_method' and cohort_role in ('paper', 'headline')
order by cohort_role desc;
