-- How many decisions change.
select
    format(
        'The two methods disagree on {} pairs',
        of_all(coalesce(sum(n_pairs) filter (where outcome like '% only'), 0)::integer, sum(n_pairs)::integer)
    ) as finding
from figure_rows
having sum(n_pairs) > 0;
