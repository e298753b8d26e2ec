-- How many curves leave a pattern.
select
    format(
        'Residuals show a pattern in {} curves, with hardly any room to bend in {}',
        of_all(sum(pattern_left_but_room_to_bend + pattern_left_and_hardly_any_room)::integer, sum(n_obs)::integer),
        sum(pattern_left_and_hardly_any_room)::integer
    ) as finding
from figure_rows
having sum(n_obs) > 0;
