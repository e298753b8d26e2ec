-- How many kinds gain, and which do not.
select
    format(
        'Tuning gains on {} of {} kinds{}',
        count_if(is_significant and net > 0), count(*),
        case when count_if(not is_significant) = 1 then format(', not "{}"', any_value(label) filter (where not is_significant)) else '' end
    ) as finding
from figure_rows;
