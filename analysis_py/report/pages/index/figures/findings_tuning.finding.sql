-- How much of the difference is left.
select
    format(
        'Tuned models lead by {:.1f} to {:.1f} points; at the same size and architecture by {:.1f} to {:.1f}',
        min(estimate_unadjusted), max(estimate_unadjusted), min(estimate), max(estimate)
    ) as finding
from figure_rows
having count(estimate) > 0 and count(estimate_unadjusted) > 0;
