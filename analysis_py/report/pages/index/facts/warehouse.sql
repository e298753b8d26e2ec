-- How much there is.
select
    totals.*,
    (select count(distinct source) from reporting.rpt_snapshots where n_evaluations > 0) as n_boards
from reporting.rpt_totals as totals;
