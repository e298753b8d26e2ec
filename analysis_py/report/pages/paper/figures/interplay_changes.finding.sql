-- How far scores differ over the range of size, where the other scores are equal.
select
    format(
        'At equal other scores, size goes with differences of {:,.0f} to {:,.0f} %',
        min(abs(change_pct)), max(abs(change_pct))
    ) as finding
from figure_rows
where predictor_order = 0 and change_pct is not null
having count(*) > 0;
