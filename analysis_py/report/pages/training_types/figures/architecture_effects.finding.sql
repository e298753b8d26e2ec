-- From where to where the families go, as they are and at equal size.
select
    format(
        'Families score {:.0f} to {:.0f} % raw, {:.0f} to {:.0f} % at equal size',
        min(score_unadjusted), max(score_unadjusted), min(score_adjusted), max(score_adjusted)
    ) as finding
from figure_rows
having count(score_adjusted) > 0;
