-- On how many benchmarks tuned models gain over their own base.
select
    format(
        'Over their own base, tuned models gain significantly on {} of {} benchmarks',
        count_if(is_significant and own_base > 0), count(own_base)
    ) as finding
from figure_rows
having count(own_base) > 0;
