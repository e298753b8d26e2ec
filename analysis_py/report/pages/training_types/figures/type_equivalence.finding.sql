-- What the test of equivalence decides.
select
    cohort_id,
    comparison,
    format(
        '{}: different on {} benchmarks, equivalent on {}, undecided on {}',
        upper_first(comparison), if(count_if(decision = 'different') = 0, 'no', count_if(decision = 'different')::varchar),
        count_if(decision = 'equivalent'), count_if(decision = 'undecided')
    ) as finding
from figure_rows
group by cohort_id, comparison;
