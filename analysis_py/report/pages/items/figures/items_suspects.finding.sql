-- How many items are flagged.
select
    format(
        '{} of {:,} items of {} are suspect', if(count_if(kind = 'suspect') = 0, 'None', count_if(kind = 'suspect')::text),
        count(*), any_value(benchmark_name)
    ) as finding
from figure_rows;
