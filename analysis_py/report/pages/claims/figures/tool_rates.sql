-- False alarms and what is found, by rule: 100 questions, of which 6 to 20 % differ.
select
    false_alarms_pct,
    found_pct,
    tool,
    tools,
    n_tools,
    if(n_tools = 1, tool, format('{} and {} more', tool, n_tools - 1)) as label,
    -- a name has room on the left of what alarms as often as promised or nearly so, and at the end
    tool != 'compare' and (false_alarms_pct between 3 and 5 or false_alarms_pct > 30) as is_left,
    tool = 'compare' as is_ours,
    'tool_trial' as data_source
from reporting.rpt_tool_rates
where n = 100 and pairs = '6-20 %'
order by false_alarms_pct;
