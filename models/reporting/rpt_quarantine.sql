-- Records in quarantine by file and kind of reason, with the first one as an example.
select
    source,
    file_name,
    reason,
    count(*) as n_rows,
    min(row_number) as first_row,
    arg_min(detail, row_number) as first_detail,
    arg_min(raw, row_number) as example
from {{ ref('quarantined_rows') }}
group by source, file_name, reason
