-- Records in quarantine by file and kind of reason, with the first one as an example. Reasons that differ in a number
-- alone are of one kind.
select
    file_name,
    regexp_replace(arg_min(reason, row_number), '\d+$', if(count(distinct reason) > 1, '…', '\0')) as reason,
    count(*) as n_rows,
    min(row_number) as first_row,
    arg_min(raw, row_number) as example
from quality.quarantined_rows
group by file_name, regexp_replace(reason, '\d+$', '')
order by file_name asc, n_rows desc, reason asc;
