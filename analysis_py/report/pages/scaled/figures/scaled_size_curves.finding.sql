-- How far the curves of scaled and unscaled scores are apart.
with curves as (
    select
        panel,
        max(difference_pct) as difference_pct
    from figure_rows
    group by all
)

select
    format('Scaling moves the median curve by {} % of its range, none by more than {} %', tidy_number(median(difference_pct)), tidy_number(max(difference_pct))) as finding
from curves
where difference_pct is not null;
