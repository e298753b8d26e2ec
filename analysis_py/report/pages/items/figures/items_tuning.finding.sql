-- On how many kinds tuned models gain.
select
    format(
        'Tuned models beat their bases on {} kinds of question',
        of_all(count_if(is_significant and net > 0), count(*))
    ) as finding
from figure_rows
having count(*) > 0;
