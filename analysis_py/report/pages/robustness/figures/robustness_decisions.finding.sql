-- How many decisions change.
select
    format(
        'The two methods disagree on {} pairs',
        of_all(sum(by_the_first_only + by_the_second_only)::integer, sum(n_obs)::integer)
    ) as finding
from figure_rows
having sum(n_obs) > 0;
