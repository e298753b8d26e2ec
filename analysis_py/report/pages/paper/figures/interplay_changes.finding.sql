-- How far scores differ over the range of size, where the other scores are equal.
select
    format(
        'With other scores held equal, scores differ by {:,.0f} to {:,.0f} % over size',
        min(abs(change_pct)), max(abs(change_pct))
    ) as finding
from figure_rows
where predictor_order = 0 and change_pct is not null
having count(*) > 0;
