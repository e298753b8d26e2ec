-- What the test of equivalence decides.
select
    format(
        '{}: {} different, {} equivalent, {} inconclusive',
        upper_first(any_value(comparison)), count_if(decision = 'different'),
        count_if(decision = 'equivalent'), count_if(decision = 'inconclusive')
    ) as finding
from figure_rows;
