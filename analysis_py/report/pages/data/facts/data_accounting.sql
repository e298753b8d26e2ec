-- Records read, loaded and quarantined, by file.
select
    file_name,
    accounting.n_read,
    accounting.n_loaded,
    accounting.n_quarantined,
    sha256
from quality.row_accounting as accounting left join reporting.rpt_snapshots using (file_name)
order by file_name;
