-- How far the families lie apart, as they are and at equal size.
with spreads as (
    select
        panel,
        max(score_unadjusted) - min(score_unadjusted) as spread_raw,
        max(score_adjusted) - min(score_adjusted) as spread_adjusted
    from figure_rows
    group by all
)

select
    format(
        'From the best to the weakest family: {:.0f} points raw, {:.0f} at equal size',
        avg(spread_raw), avg(spread_adjusted)
    ) as finding
from spreads
having count(spread_adjusted) > 0;
