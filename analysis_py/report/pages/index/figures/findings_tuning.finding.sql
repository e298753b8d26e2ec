-- How much of the difference is left.
select
    format(
        'Tuned models lead by {:.0f} to {:.0f} points, or {:.0f} to {:.0f} at equal size and architecture',
        min(estimate_unadjusted), max(estimate_unadjusted), min(estimate), max(estimate)
    ) as finding
from figure_rows
having count(estimate) > 0 and count(estimate_unadjusted) > 0;
