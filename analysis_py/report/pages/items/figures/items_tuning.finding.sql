-- How many kinds gain, and which do not.
select
    format(
        'Tuned models beat their bases on {} of {} kinds{}',
        count_if(is_significant and net > 0), count(*),
        case
            when count_if(not is_significant) = 1
                then format('; not shown for "{}"', any_value(label) filter (where not is_significant))
            else ''
        end
    ) as finding
from figure_rows;
