-- On how many examinations developers' figures are significantly higher.
select
    count(*) as n_compared,
    count(*) filter (where estimate > 0) as n_higher,
    count(is_significant) as n_trusted,
    count(*) filter (where is_significant and estimate > 0) as n_significant
from reporting.rpt_field_reports
where status = 'ok' and benchmark_id != counterpart_id
having count(*) > 0;
