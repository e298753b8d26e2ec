-- Where the data of each population come from, for files that leave the report; '' is all of them.
with said as (
    select
        snapshot_id,
        taken_on,
        format('{} ({})', coalesce(producer, source), taken_on) as short,
        format(
            'Data: {}, as of {}. Licence: {}.', coalesce(producer, source), taken_on, coalesce(licence, 'not stated')
        ) as words
    from marts.dim_snapshots
)

select
    cohort_id,
    words
from marts.dim_cohorts
inner join said using (snapshot_id)
union all
select
    '' as cohort_id,
    'Data: ' || string_agg(short, '; ' order by taken_on, snapshot_id) || '. Licences: data.html.'
from said
having count(*) > 0
order by cohort_id;
