-- Where the data of each population and snapshot come from, for files that leave the report; '' is all of them, each
-- producer once.
select
    cohort_id,
    data_source as words
from reporting.rpt_cohorts
where data_source is not null
union all
select
    snapshot_id as cohort_id,
    any_value(data_source) as words
from reporting.rpt_cohorts
where data_source is not null
group by snapshot_id
union all
select
    '' as cohort_id,
    'Data: '
    || string_agg(format('{} ({})', producer, taken_on), '; ' order by taken_on, producer)
    || '. Licences: data.html.'
from (
    select
        coalesce(producer, source) as producer,
        string_agg(distinct taken_on, ', ' order by taken_on) as taken_on
    from reporting.rpt_snapshots
    where n_evaluations > 0
    group by all
) as producers
having count(*) > 0
order by cohort_id;
