-- How many models are surely the cheapest of their ability, and how many may be.
select
    format(
        '{} of {} models are surely the cheapest of their ability, {} more may be',
        count(*) filter (where place = 'surely'), count(*), count(*) filter (where place = 'may be')
    ) as finding
from figure_rows;
