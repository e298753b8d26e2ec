-- One row that every statistic waits for. A failed test of expectation_results or row_accounting
-- skips this model and with it all statistics; the results themselves stay stored.
with imports as (

    select * from {{ ref('dim_snapshots') }}
    where is_import

),

-- imports are looked at by themselves
accounting as (

    select accounting.*
    from {{ ref('row_accounting') }} as accounting
    anti join imports on accounting.file_name = imports.file_name

)

select
    count(*) as n_expectations,
    count(*) filter (where not success and severity = 'critical') as n_critical_failures,
    count(*) filter (where not success and severity != 'critical') as n_warnings,
    (select sum(n_read) from accounting)::bigint as n_rows_read,
    (select sum(n_quarantined) from accounting)::bigint as n_rows_quarantined
from {{ ref('expectation_results') }}
