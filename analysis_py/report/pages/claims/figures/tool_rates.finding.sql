-- How often the rule with the most false alarms speaks of equal runs, beside ours.
select
    format(
        'Of equal runs, the rule “{}” calls {} % different, {} {} %',
        arg_max(tool, false_alarms_pct),
        max(false_alarms_pct),
        max(tool) filter (where is_ours),
        max(false_alarms_pct) filter (where is_ours)
    ) as finding
from figure_rows
having count(*) filter (where is_ours) > 0;
