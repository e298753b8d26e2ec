-- What a stated rate is worth, with the audit and without.
select
    format(
        'Of items flagged at {:.0f} %, {:.0f} % are sound{}', 100 * stated, 100 * realised,
        coalesce((
            select format('; uncalibrated, {:.0f} %', 100 * others.realised)
            from figure_rows as others
            where others.way != rows.way and others.stated = rows.stated
        ), '')
    ) as finding
from figure_rows as rows
where way = 'calibrated by the audit'
-- the lowest rate that enough items tell about
order by n_flagged < 200 asc, stated asc
limit 1;
