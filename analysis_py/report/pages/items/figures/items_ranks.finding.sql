-- How many may be the best, and how many pairs are decided.
select
    format(
        '{} of {} models may be the best; {:.0f} % of the pairs differ significantly',
        count_if(low = 1), count(*), 100 - 100 * sum(high - low) / (count(*) * (count(*) - 1))
    ) as finding
from figure_rows
where way = 'from paired answers';
