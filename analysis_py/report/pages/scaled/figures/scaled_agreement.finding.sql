-- The median and the largest move.
select
    format(
        'Scaling moves the median curve by {} % of its range, and the furthest by {} %',
        tidy_number(median(difference_pct)), tidy_number(max(difference_pct))
    ) as finding
from figure_rows
where difference_pct is not null;
