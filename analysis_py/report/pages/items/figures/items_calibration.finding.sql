-- What a stated rate is worth, with the audit and without.
select
    format(
        'Stated {:.0f} %, {:.0f} % of the flagged items are sound with an audit to calibrate by{}',
        100 * stated, 100 * realised,
        coalesce((
            select format(', {:.0f} % without', 100 * others.realised)
            from figure_rows as others
            where others.way != rows.way and others.stated = rows.stated
        ), '')
    ) as finding
from figure_rows as rows
where way = 'calibrated by the audit' and n_flagged >= 200
order by stated asc
limit 1;
