-- What a stated rate is worth with the audit.
select
    format(
        'Of the questions we flag, {:.0f} % are fine; we state {:.0f} %', 100 * realised, 100 * stated
    ) as finding
from figure_rows
where way = 'calibrated by the audit'
-- the lowest rate that enough items tell about
order by n_flagged < 200 asc, stated asc
limit 1;
