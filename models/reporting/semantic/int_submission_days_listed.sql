-- The calendar that the semantic layer counts time by: whole years around every dated evaluation and
-- every snapshot, so that no date falls outside of it.
with dates as (

    select submitted_on as dated_on from {{ ref('fct_evaluations') }}
    where submitted_on is not null
    union all
    select taken_on as dated_on from {{ ref('dim_snapshots') }}

),

ends as (

    select
        date_trunc('year', min(dated_on)) as first_day,
        date_trunc('year', max(dated_on)) + interval 1 year as day_after
    from dates

)

select unnest(range(first_day, day_after, interval 1 day))::date as date_day
from ends
