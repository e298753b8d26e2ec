-- Where the data of each population and snapshot come from, and of rows of neither, for files that leave the
-- report. Lines of a formula have no data, and the trial of tools all answers.
select
    cohort_id,
    data_source as words
from marts.dim_cohorts
where data_source is not null
union all
select
    snapshot_id as cohort_id,
    any_value(data_source) as words
from marts.dim_cohorts
where data_source is not null
group by snapshot_id
union all
select distinct
    data_source as cohort_id,
    data_source as words
from reporting.rpt_item_benchmarks
union all
select
    'formula' as cohort_id,
    'The lines are a formula.' as words
union all
select
    'tool_trial' as cohort_id,
    'Data: answers of all benchmarks with single answers; data.html names them.' as words
order by cohort_id;
