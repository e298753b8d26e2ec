-- On which subjects does a sounder method leave least of what the paper's method supports?
select
    subject,
    count(*) filter (where same_method != 'not_applicable') as n_claims,
    count(*) filter (where same_method = 'supported') as n_supported,
    count(*) filter (where same_method = 'supported' and sound_method = 'supported') as n_survive
from reporting.rpt_claims
where cohort_role = 'paper' and claim_source = 'paper' and not describes_sample
group by subject
order by n_survive / nullif(n_supported, 0), subject
limit 5;
