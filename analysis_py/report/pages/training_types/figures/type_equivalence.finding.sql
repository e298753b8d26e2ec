-- What the test of equivalence decides.
select
    cohort_id,
    comparison,
    format(
        '{}: {} different, {} equivalent, {} inconclusive',
        upper_first(comparison), count_if(decision = 'different'),
        count_if(decision = 'equivalent'), count_if(decision = 'inconclusive')
    ) as finding
from figure_rows
group by cohort_id, comparison;
