-- On how many benchmarks tuned models lead, and on how many significantly over their own base.
select
    format(
        'Tuned models lead on {} benchmarks, significantly over their own base on {}',
        of_all(count_if(lead > 0), count(own_base)), count_if(is_significant and own_base > 0)
    ) as finding
from figure_rows
having count(own_base) > 0;
