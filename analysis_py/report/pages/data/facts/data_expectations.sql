-- The expectations that a build must meet, and what was found.
select
    table_name,
    column_name,
    expectation,
    severity,
    success,
    observed,
    arguments,
    reason
from quality.expectation_results
order by success, severity, table_name, column_name, expectation, arguments;
