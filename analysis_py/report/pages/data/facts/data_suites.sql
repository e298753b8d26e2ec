-- Expectations by suite and severity: how many there are and how many hold.
select
    suite,
    severity,
    count(*) as n_expectations,
    count(*) filter (where success) as n_met
from quality.expectation_results
group by suite, severity
order by suite, severity;
