-- How far the families lie apart, as they are and at equal size.
select
    format(
        'Best and weakest family differ by {:.0f} points raw, by {:.0f} at equal size',
        max(score_unadjusted) - min(score_unadjusted), max(score_adjusted) - min(score_adjusted)
    ) as finding
from figure_rows
having count(score_adjusted) > 0;
