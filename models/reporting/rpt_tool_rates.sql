-- Tools whose false alarms are the same to one in a hundred, and how often they find the better run.
select
    n,
    pairs,
    round(100 * false_alarms)::integer as false_alarms_pct,
    100 * avg(finds order by tool) as found_pct,
    string_agg(tool || coalesce(' (' || version || ')', ''), '; ' order by tool) as tools,
    arg_min(tool, (tool != 'compare', length(tool), tool)) as tool,
    count(*) as n_tools
from (
    select
        n,
        pairs,
        tool,
        any_value(version) as version,
        max(false_alarms) filter (where regime = 'equal runs') as false_alarms,
        max(finds) filter (where regime = 'known difference') as finds
    from {{ ref('tools_on_trial') }}
    where regime in ('equal runs', 'known difference')
    group by n, pairs, tool
    having false_alarms is not null
) as rates
group by n, pairs, false_alarms_pct
