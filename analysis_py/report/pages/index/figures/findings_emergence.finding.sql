-- How many verdicts are which.
select
    format(
        '{} abilities with models enough grow gradually, {} emerge; the others are undecided or fall somewhere',
        upper_first(of_all(count_if(verdict = 'gradual'), count(*))), of_all(count_if(verdict = 'emergent'), count(*))
    ) as finding
from figure_rows
where verdict != 'too few models'
having count(*) > 0;
