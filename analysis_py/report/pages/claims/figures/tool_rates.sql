-- False alarms and what is found, by rule: 100 questions, of which 6 to 20 % differ.
select
    false_alarms_pct,
    found_pct,
    tool,
    tools,
    n_tools,
    if(n_tools = 1, tool, format('{} and {} more', tool, n_tools - 1)) as label,
    -- a name has room on the left from here on
    false_alarms_pct > 2 and row_number() over (order by false_alarms_pct) % 2 = 0 as is_left,
    tool = 'compare' as is_ours,
    'tool_trial' as data_source
from reporting.rpt_tool_rates
where n = 100 and pairs = '6-20 %'
order by false_alarms_pct;
