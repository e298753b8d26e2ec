-- 100 right and wrong answers of which few or more differ: what is said of equal runs and of others.
-- Tools with the same false alarms share a line; intervals are of 30 and 100 questions, few differ.
with rates as (
    select
        tool || coalesce(' (' || version || ')', '') as tool,
        max(100 * false_alarms) filter (n = 100 and pairs = '0-6 %') as few,
        max(100 * false_alarms) filter (n = 100 and pairs = '6-20 %') as more,
        max(100 * finds) filter (n = 100 and pairs = '0-6 %') as found,
        max(100 * finds) filter (n = 100 and pairs = '6-20 %') as found_more,
        round(
            max(100 * covers) filter (regime = 'known difference' and n = 30 and pairs = '0-6 %')
        ) as holds_30,
        round(
            max(100 * covers) filter (regime = 'known difference' and n = 100 and pairs = '0-6 %')
        ) as holds_100
    from 'seeds/tools/tools_on_trial.csv'
    where regime in ('equal runs', 'known difference')
    group by all
)

select
    string_agg(tool, '; ' order by tool) as tools,
    round(avg(few order by tool)) as alarms,
    round(avg(more order by tool)) as alarms_6_to_20,
    round(avg(found order by tool)) as found,
    round(avg(found_more order by tool)) as found_6_to_20,
    string_agg(distinct holds_30::int, ', ' order by holds_30::int) as holds_30,
    string_agg(distinct holds_100::int, ', ' order by holds_100::int) as holds_100
from rates
where few is not null
group by round(few), round(more)
order by found, found_6_to_20, tools
