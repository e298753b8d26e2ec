-- Where the data of each population come from, for files that leave the report; '' is all of them.
select
    cohort_id,
    data_source as words
from reporting.rpt_cohorts
where data_source is not null
union all
select
    '' as cohort_id,
    'Data: '
    || string_agg(format('{} ({})', coalesce(producer, source), taken_on), '; ' order by taken_on, snapshot_id)
    || '. Licences: data.html.'
from reporting.rpt_snapshots
having count(*) > 0
order by cohort_id;
