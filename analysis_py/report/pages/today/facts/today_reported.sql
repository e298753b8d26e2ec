-- How many examinations show developers' figures to be higher.
select
    count(*) as n_compared,
    count(*) filter (where estimate > 0) as n_higher,
    count(*) filter (where warning is null) as n_trusted,
    count(*) filter (where warning is null and ci_low > 0) as n_shown
from statistics.stat_field_reports
where status = 'ok' and benchmark_id != counterpart_id
having count(*) > 0;
