-- Records read, loaded and quarantined, by file.
select
    file_name,
    n_read,
    n_loaded,
    n_quarantined,
    sha256
from quality.row_accounting left join marts.dim_snapshots using (file_name)
order by file_name;
